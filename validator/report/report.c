#include "report/report.h"

#include "rule/rule.h"

size_t report_count(const struct report *r, enum severity s)
{
    size_t n = 0;

    for (size_t i = 0; i < r->findings->count; i++)
        n += r->findings->items[i]->severity == s && !r->findings->items[i]->suppressed;
    return n;
}

size_t report_suppressed(const struct report *r)
{
    size_t n = 0;

    for (size_t i = 0; i < r->findings->count; i++)
        n += r->findings->items[i]->suppressed;
    return n;
}

static void put_count(struct buf *out, size_t n, const char *one)
{
    buf_printf(out, "%zu %s%s", n, one, str_plural(n));
}

/* Each version once, after all who run it; of a guess only the version. */
static void put_deployed(const struct report *r, struct buf *out)
{
    const char *before = "; deployed:";

    for (size_t i = 0; i < r->deployed_count; i++) {
        const struct deployed_component *d = &r->deployed[i];
        bool told = false;
        for (size_t k = 0; k < i; k++)
            told = told || str_eq(r->deployed[k].version, d->version);
        if (told)
            continue;
        buf_put(out, str_c(before));
        for (size_t k = i; k < r->deployed_count && !d->guess; k++)
            if (str_eq(r->deployed[k].version, d->version) && r->deployed[k].component.len)
                buf_printf(out, "%s %.*s", k > i ? "," : "", STR_ARG(r->deployed[k].component));
        buf_printf(out, " %.*s%s", STR_ARG(d->version), d->guess ? " (a guess)" : "");
        before = ";";
    }
}

void report_numbers(const struct report *r, struct buf *out)
{
    put_count(out, report_count(r, SEVERITY_ERROR), "error");
    buf_put(out, STR(", "));
    put_count(out, report_count(r, SEVERITY_WARNING), "warning");
    if (report_suppressed(r))
        buf_printf(out, " (%zu suppressed)", report_suppressed(r));
    buf_put(out, STR("; "));
    put_count(out, r->files, "file");
    buf_put(out, STR(", "));
    put_count(out, r->presubmits, "presubmit");
    buf_put(out, STR(", "));
    put_count(out, r->postsubmits, "postsubmit");
    buf_put(out, STR(", "));
    put_count(out, r->periodics, "periodic");
    buf_put(out, STR(", "));
    put_count(out, r->presets, "preset");
    put_deployed(r, out);
}
