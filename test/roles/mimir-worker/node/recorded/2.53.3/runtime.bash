HTTP/1.0 200 OK
Content-Type: application/json
Date: Sun, 22 Nov 2026 20:25:00 GMT
Content-Length: 298

{"status":"success","data":{"startTime":"2026-11-22T20:24:43.717539465Z","CWD":"/prometheus","reloadConfigSuccess":true,"lastConfigTime":"2026-11-22T20:24:43Z","corruptionCount":0,"goroutineCount":36,"GOMAXPROCS":2,"GOMEMLIMIT":9223372036854775807,"GOGC":"75","GODEBUG":"","storageRetention":"2h"}}