-- SPDX-License-Identifier: Apache-2.0
-- The same GET again and again, by the clerk. URLPATH; KNOWN: an entity tag the client has already.
package.path = os.getenv('SCRIPTS') .. '/?.lua;' .. package.path
local common = require('common')
setup = common.setup()
done = common.done
local token = io.lines(os.getenv('TARGETS'))():match(' (%x+)')
local known = os.getenv('KNOWN')
local text = 'GET ' .. os.getenv('URLPATH') .. ' HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: skillweek=' .. token ..
  (known and '\r\nIf-None-Match: ' .. known or '') .. '\r\n\r\n'

function request()
  return text
end
