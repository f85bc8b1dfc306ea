// The harness itself: `node --test tests/browsers/selftest.mjs`.

import './selftests/compare.test.mjs';
import './selftests/console-text.test.mjs';
import './selftests/deviations.test.mjs';
import './selftests/generate.test.mjs';
import './selftests/http-message.test.mjs';
import './selftests/listener.test.mjs';
import './selftests/nginx.test.mjs';
import './selftests/options.test.mjs';
import './selftests/server.test.mjs';
import './selftests/timing.test.mjs';
