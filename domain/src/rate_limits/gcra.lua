-- All limits of one request, all or nothing. See gcra.rs, which decides the same.
-- KEYS: one for each limit. ARGV, for each: unit, need, want, window (microseconds), "1" if enforced.
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local stored = redis.call('MGET', unpack(KEYS))
local refused = 0
local reply = {0, now}
for i = 1, #KEYS do
  local a = i * 5
  local need, window = ARGV[a - 3] + 0, ARGV[a - 1] + 0
  local used = (stored[i] or now) - now
  if used < 0 then used = 0 end
  local granted, wait = 0, 0
  if used + need > window then
    wait = used + need - window
    if ARGV[a] == '1' then refused = 1 end
  else
    local room = window - used
    room = room - room % ARGV[a - 4]
    granted = math.max(need, math.min(ARGV[a - 2] + 0, room))
  end
  local r = i * 3
  reply[r], reply[r + 1], reply[r + 2] = granted, used, wait
end
reply[1] = refused
for i = 1, #KEYS do
  local r = i * 3
  if refused == 1 then
    reply[r] = 0
  elseif reply[r] > 0 then
    local used = reply[r + 1] + reply[r]
    reply[r + 1] = used
    redis.call('SET', KEYS[i], string.format('%.0f', now + used), 'PX', math.ceil(used / 1000))
  end
end
return reply
