#!/bin/sh
# Tests a server that has this policy. The expected responses are those of Express 5 + cors.
# Run this file with sh, or paste single commands. They send GET and OPTIONS only.
# Over HTTP/2, header names are lowercase. Vary may list more than is expected here.

echo '1. A preflight from an allowed origin'
curl --silent --show-error --globoff --path-as-is --output /dev/null --dump-header - \
  --request OPTIONS \
  --header 'Origin: https://app.example.com' \
  --header 'Access-Control-Request-Method: POST' \
  --header 'Access-Control-Request-Headers: authorization,content-type' \
  'https://api.example.com/api/users'
# Expected: status 204
#   Access-Control-Allow-Origin: https://app.example.com
#   Access-Control-Allow-Methods: GET,POST,PUT,DELETE
#   Access-Control-Allow-Headers: content-type,authorization
#   Access-Control-Max-Age: 3600
#   Vary: Origin
#   no other Access-Control header

echo '2. A request from an allowed origin'
curl --silent --show-error --globoff --path-as-is --output /dev/null --dump-header - \
  --header 'Origin: https://app.example.com' \
  'https://api.example.com/api/users'
# Expected: status 200, or the status of your app
#   Access-Control-Allow-Origin: https://app.example.com
#   Vary: Origin
#   no other Access-Control header

echo '3. A 404 from an allowed origin'
curl --silent --show-error --globoff --path-as-is --output /dev/null --dump-header - \
  --header 'Origin: https://app.example.com' \
  'https://api.example.com/no-such-page-of-the-cors-server-test'
# Expected: status 404, or the status of your app
#   Access-Control-Allow-Origin: https://app.example.com
#   Vary: Origin
#   no other Access-Control header

echo '4. A preflight from another origin'
curl --silent --show-error --globoff --path-as-is --output /dev/null --dump-header - \
  --request OPTIONS \
  --header 'Origin: https://not-allowed.example' \
  --header 'Access-Control-Request-Method: POST' \
  --header 'Access-Control-Request-Headers: authorization,content-type' \
  'https://api.example.com/api/users'
# Expected: status 204
#   Access-Control-Allow-Methods: GET,POST,PUT,DELETE
#   Access-Control-Allow-Headers: content-type,authorization
#   Access-Control-Max-Age: 3600
#   Vary: Origin
#   no other Access-Control header

echo '5. A request from another origin'
curl --silent --show-error --globoff --path-as-is --output /dev/null --dump-header - \
  --header 'Origin: https://not-allowed.example' \
  'https://api.example.com/api/users'
# Expected: status 200, or the status of your app
#   Vary: Origin
#   no Access-Control header

echo '6. A request without an origin'
curl --silent --show-error --globoff --path-as-is --output /dev/null --dump-header - \
  'https://api.example.com/api/users'
# Expected: status 200, or the status of your app
#   Vary: Origin
#   no Access-Control header
