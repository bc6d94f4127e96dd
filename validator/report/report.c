#include "report/report.h"

#include "rule/rule.h"

size_t report_count(const struct report *r, enum severity s)
{
    size_t n = 0;

    for (size_t i = 0; i < r->findings->count; i++)
        n += r->findings->items[i]->severity == s && !r->findings->items[i]->suppressed;
    return n;
}

bool report_related_seen(const struct finding *f)
{
    return !f->rule->delta && f->at.file.len;
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

static bool is_told_before(const struct report *r, size_t i, bool component)
{
    for (size_t n = 0; n < i; n++)
        if (str_eq(r->deployed[n].version, r->deployed[i].version) &&
            (!component || str_eq(r->deployed[n].component, r->deployed[i].component)))
            return true;
    return false;
}

/* "hook, deck and tide v20190122-e707848": the components of one version. */
static void put_version(const struct report *r, size_t first, struct buf *out)
{
    struct str version = r->deployed[first].version, held = STR("");
    struct str name = r->deployed[first].guess ? STR("") : r->deployed[first].component;

    buf_printf(out, " %.*s", STR_ARG(name));
    for (size_t i = first + 1; i < r->deployed_count; i++) {
        if (r->deployed[first].guess || !str_eq(r->deployed[i].version, version) || is_told_before(r, i, true))
            continue;
        if (held.len)
            buf_printf(out, ", %.*s", STR_ARG(held));
        held = r->deployed[i].component;
    }
    if (held.len)
        buf_printf(out, "%s%.*s", name.len ? " and " : "", STR_ARG(held));
    buf_printf(out, "%s%.*s%s", name.len || held.len ? " " : "", STR_ARG(version),
               r->deployed[first].guess ? " (a guess)" : "");
}

/* Each version once. There are few: one a component. */
static void put_deployed(const struct report *r, struct buf *out)
{
    const char *between = "; deployed:";

    for (size_t i = 0; i < r->deployed_count; i++) {
        if (is_told_before(r, i, false))
            continue;
        buf_put(out, str_c(between));
        put_version(r, i, out);
        between = ",";
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
    if (r->pipelines) {
        buf_put(out, STR(", "));
        put_count(out, r->pipelines, "pipeline");
        buf_put(out, STR(" of "));
        put_count(out, r->steps, "step");
        buf_put(out, STR(" in "));
        put_count(out, r->contexts, "context");
    }
    put_deployed(r, out);
}
