-- Posts a received SMS with an id of its own each time; the request is put together by hand, as wrk's own format() costs
-- the machine more than some of the servers measured.
local threads = 0

function setup(thread)
	thread:set("number", threads)
	threads = threads + 1
end

function init(args)
	local prefix = args[1] .. string.format("%02d", number) .. "-"
	local before = '{"status":"received","data":{"id":"' .. prefix
	local after = '","segments":1,"direction":"inbound","messageText":"Hello, this is a test SMS",' ..
		'"from":"+10000000010","to":"+10000000020","medias":[]},"message":"SMS message received successfully"}'
	head = "POST " .. wrk.path .. " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: " ..
		(#before + 10 + #after) .. "\r\n\r\n" .. before
	tail = after
	count = 0
end

function request()
	count = count + 1
	return head .. string.format("%010d", count) .. tail
end

function done(summary, latency, requests)
	local errors = summary.errors
	print(string.format("RESULT %d %d %d %.3f %.3f %.3f %.3f", summary.requests, summary.duration,
		errors.connect + errors.read + errors.write + errors.status + errors.timeout, latency:percentile(50) / 1000,
		latency:percentile(99) / 1000, latency:percentile(99.9) / 1000, latency.max / 1000))
end
