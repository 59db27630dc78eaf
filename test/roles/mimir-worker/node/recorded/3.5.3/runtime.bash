HTTP/1.0 200 OK
Content-Type: application/json
Vary: Origin
Date: Sun, 22 Nov 2026 20:25:00 GMT
Content-Length: 353

{"status":"success","data":{"startTime":"2026-11-22T20:24:43.68891125Z","CWD":"/prometheus","hostname":"cmp1","serverTime":"2026-11-22T20:25:00.777963344Z","reloadConfigSuccess":true,"lastConfigTime":"2026-11-22T20:24:43Z","corruptionCount":0,"goroutineCount":38,"GOMAXPROCS":2,"GOMEMLIMIT":22748862873,"GOGC":"75","GODEBUG":"","storageRetention":"2h"}}