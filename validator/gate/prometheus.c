#include "gate/prometheus.h"

#include "base/utf8.h"

#include <inttypes.h>

static void family(struct buf *out, const char *name, const char *type, const char *help)
{
    buf_printf(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

void prometheus_gauge(struct buf *out, const char *name, const char *help)
{
    family(out, name, "gauge", help);
}

void prometheus_counter(struct buf *out, const char *name, const char *help)
{
    family(out, name, "counter", help);
}

static void put_value(struct buf *out, struct str s)
{
    size_t width;

    for (; s.len; s = str_from(s, width)) {
        uint32_t cp = utf8_decode(s, &width);
        if (cp == 0 || (cp == UTF8_BAD && width == 1)) {
            buf_put(out, STR("\xEF\xBF\xBD"));
        } else if (cp == '\n') {
            buf_put(out, STR("\\n"));
        } else {
            if (cp == '"' || cp == '\\')
                buf_char(out, '\\');
            buf_put(out, str_slice(s, 0, width));
        }
    }
}

void prometheus_sample(struct buf *out, const char *name, const struct prometheus_label *labels, size_t count,
                       int64_t value)
{
    buf_printf(out, "%s{", name);
    for (size_t i = 0; i < count; i++) {
        buf_printf(out, "%s%s=\"", i ? "," : "", labels[i].name);
        put_value(out, labels[i].value);
        buf_char(out, '"');
    }
    buf_printf(out, "} %" PRId64 "\n", value);
}

void prometheus_plain(struct buf *out, const char *name, int64_t value)
{
    buf_printf(out, "%s %" PRId64 "\n", name, value);
}

void prometheus_seconds(struct buf *out, const char *name, uint64_t ms)
{
    buf_printf(out, "%s %" PRIu64 ".%03u\n", name, ms / 1000, (unsigned)(ms % 1000));
}

void prometheus_one(struct buf *out, const char *name, const char *help, int64_t value)
{
    prometheus_gauge(out, name, help);
    prometheus_plain(out, name, value);
}
