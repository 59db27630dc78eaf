/**
 * What Mimir and Cortex say when one of their own processes is at the limit that it has for all tenants together. The
 * status is 500 or 503, and some of it sounds like a tenant's limit.
 */
export const INSTANCE_LIMIT =
  /err-mimir-(?:distributor|ingester)-max-(?:ingestion-rate|inflight|series|tenants)|samples push rate limit reached|ingesters?'s max (?:series|tenants) limit reached|too many inflight/u

/** What servers and clients say where one speaks http and the other https. */
export const MIXED_UP =
  /HTTP response to HTTPS client|HTTP request to an HTTPS server|plain HTTP request was sent to HTTPS port/u
