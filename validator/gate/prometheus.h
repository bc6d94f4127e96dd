/* prometheus: the text that Prometheus reads, exposition format 0.0.4: families with HELP and TYPE, samples with
 * labels. It knows nothing of what is measured. */
#ifndef GATE_PROMETHEUS_H
#define GATE_PROMETHEUS_H

#include "base/buf.h"

/* The header Content-Type of such a text. */
#define PROMETHEUS_TYPE "text/plain; version=0.0.4; charset=utf-8"

struct prometheus_label {
    const char *name; /* [a-zA-Z_][a-zA-Z0-9_]* */
    struct str value; /* any bytes: what is no UTF-8, or NUL, becomes U+FFFD */
};

/* Begins a family of gauges or counters; its samples follow before the next one begins. help has no line end and no
 * backslash. */
void prometheus_gauge(struct buf *out, const char *name, const char *help);
void prometheus_counter(struct buf *out, const char *name, const char *help);

/* One sample of the family of this name. */
void prometheus_sample(struct buf *out, const char *name, const struct prometheus_label *labels, size_t count,
                       int64_t value);
/* The same without labels, and in seconds from milliseconds. */
void prometheus_plain(struct buf *out, const char *name, int64_t value);
void prometheus_seconds(struct buf *out, const char *name, uint64_t ms);

/* A family with one sample. */
void prometheus_one(struct buf *out, const char *name, const char *help, int64_t value);

#endif
