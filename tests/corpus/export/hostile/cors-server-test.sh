#!/bin/sh
# Tests a server that has this policy. The expected responses are those of axum + tower-http 0.7.
# Run this file with sh, or paste single commands. They send GET and OPTIONS only.
# Over HTTP/2, header names are lowercase. Vary may list more than is expected here.

echo '1. A preflight from an allowed origin'
curl --silent --show-error --globoff --path-as-is --output /dev/null --dump-header - \
  --request OPTIONS \
  --header 'Origin: https://app.example.com' \
  --header 'Access-Control-Request-Method: M-!#$%&'\''*+-.^_`|~' \
  --header 'Access-Control-Request-Headers: *b*,```,content-type,x-!#$%&'\''*+-.^_`|~' \
  'https://api.example.com/%60%3Cscript%3Ealert(1)%3C/script%3E/$HOME/'\''%22/|a|b|/$(id)/%7Ba,b%7D[1-3];%%%7Binit%7D?x=%27%22`'
# Expected: status 200
#   Access-Control-Allow-Origin: https://app.example.com
#   Access-Control-Allow-Credentials: true
#   Access-Control-Allow-Methods: GET,PUT,M-!#$%&'*+-.^_`|~
#   Access-Control-Allow-Headers: content-type,x-!#$%&'*+-.^_`|~,'$home',``,```,$$x$$,*b*,_i_
#   Access-Control-Max-Age: 600
#   Vary: origin
#   no other Access-Control header

echo '2. A request from an allowed origin'
curl --silent --show-error --globoff --path-as-is --output /dev/null --dump-header - \
  --header 'Origin: https://app.example.com' \
  'https://api.example.com/%60%3Cscript%3Ealert(1)%3C/script%3E/$HOME/'\''%22/|a|b|/$(id)/%7Ba,b%7D[1-3];%%%7Binit%7D?x=%27%22`'
# Expected: status 200, or the status of your app
#   Access-Control-Allow-Origin: https://app.example.com
#   Access-Control-Allow-Credentials: true
#   Access-Control-Expose-Headers: x-total-count,|a|
#   Vary: origin
#   no other Access-Control header

echo '3. A 404 from an allowed origin'
curl --silent --show-error --globoff --path-as-is --output /dev/null --dump-header - \
  --header 'Origin: https://app.example.com' \
  'https://api.example.com/no-such-page-of-the-cors-server-test'
# Expected: status 404, or the status of your app
#   Access-Control-Allow-Origin: https://app.example.com
#   Access-Control-Allow-Credentials: true
#   Access-Control-Expose-Headers: x-total-count,|a|
#   Vary: origin
#   no other Access-Control header

echo '4. A preflight from another origin'
curl --silent --show-error --globoff --path-as-is --output /dev/null --dump-header - \
  --request OPTIONS \
  --header 'Origin: https://not-allowed.example' \
  --header 'Access-Control-Request-Method: M-!#$%&'\''*+-.^_`|~' \
  --header 'Access-Control-Request-Headers: *b*,```,content-type,x-!#$%&'\''*+-.^_`|~' \
  'https://api.example.com/%60%3Cscript%3Ealert(1)%3C/script%3E/$HOME/'\''%22/|a|b|/$(id)/%7Ba,b%7D[1-3];%%%7Binit%7D?x=%27%22`'
# Expected: status 200
#   Access-Control-Allow-Credentials: true
#   Access-Control-Allow-Methods: GET,PUT,M-!#$%&'*+-.^_`|~
#   Access-Control-Allow-Headers: content-type,x-!#$%&'*+-.^_`|~,'$home',``,```,$$x$$,*b*,_i_
#   Access-Control-Max-Age: 600
#   Vary: origin
#   no other Access-Control header

echo '5. A request from another origin'
curl --silent --show-error --globoff --path-as-is --output /dev/null --dump-header - \
  --header 'Origin: https://not-allowed.example' \
  'https://api.example.com/%60%3Cscript%3Ealert(1)%3C/script%3E/$HOME/'\''%22/|a|b|/$(id)/%7Ba,b%7D[1-3];%%%7Binit%7D?x=%27%22`'
# Expected: status 200, or the status of your app
#   Access-Control-Allow-Credentials: true
#   Access-Control-Expose-Headers: x-total-count,|a|
#   Vary: origin
#   no other Access-Control header

echo '6. A request without an origin'
curl --silent --show-error --globoff --path-as-is --output /dev/null --dump-header - \
  'https://api.example.com/%60%3Cscript%3Ealert(1)%3C/script%3E/$HOME/'\''%22/|a|b|/$(id)/%7Ba,b%7D[1-3];%%%7Binit%7D?x=%27%22`'
# Expected: status 200, or the status of your app
#   Access-Control-Allow-Credentials: true
#   Access-Control-Expose-Headers: x-total-count,|a|
#   Vary: origin
#   no other Access-Control header
