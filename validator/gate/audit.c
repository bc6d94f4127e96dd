#include "gate/audit.h"

#include "base/write.h"
#include "syntax/json/value.h"

#include <errno.h>
#include <time.h>
#include <unistd.h>

struct str audit_time(struct arena *a, int64_t seconds)
{
    time_t t = (time_t)seconds;
    struct tm tm;

    if (!gmtime_r(&t, &tm))
        return STR("");
    return arena_printf(a, "%04d-%02d-%02dT%02d:%02d:%02dZ", tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour,
                        tm.tm_min, tm.tm_sec);
}

static void write_deployed(json_t *o, const struct gate_decision *d)
{
    json_t *list = json_put_array(o, "deployed");

    for (size_t i = 0; i < d->deployed_count; i++) {
        json_t *one = json_add_object(list);
        json_put_text(one, "component", d->deployed[i].component);
        json_put_text(one, "version", d->deployed[i].version);
    }
}

static void write_side(json_t *o, const char *key, const struct gate_side *s, struct str digest)
{
    json_t *side = json_put_object(o, key);

    json_put_text(side, "name", s->name);
    json_put_text(side, "digest", digest);
    if (s->side)
        json_put_int(side, "presubmits", (int64_t)s->side->counts[PRESUBMIT]);
}

void audit_line(const struct gate_decision *d, const struct audit_more *more, struct buf *line)
{
    struct arena a = { 0 };
    json_t *o = json_object();

    json_put_text(o, "time", audit_time(&a, d->time));
    json_put_text(o, "verdict", str_c(verdict_name(d->verdict)));
    json_put_text(o, "tool", str_c(more->tool));
    json_put_flag(o, "bootstrap", d->bootstrap);
    json_put_flag(o, "saved", d->saved);
    if (d->generation)
        json_put_int(o, "generation", (int64_t)d->generation);
    if (d->candidate)
        json_put_int(o, "candidate", (int64_t)d->candidate);
    write_side(o, "before", &d->before, more->before_digest);
    write_side(o, "after", &d->after, more->after_digest);
    json_put_text(o, "seal", more->seal);
    write_deployed(o, d);
    guards_json(o, d->guards, GUARD_COUNT);
    if (more->acknowledged_count)
        json_put_texts(o, "acknowledged", more->acknowledged, more->acknowledged_count);
    json_print(o, 0, line);
    arena_free(&a);
}

void audit_confirm_line(const char *tool, int64_t time, uint64_t generation, struct str result, struct str detail,
                        struct buf *line)
{
    struct arena a = { 0 };
    json_t *o = json_object();

    json_put_text(o, "time", audit_time(&a, time));
    json_put_text(o, "confirm", result);
    json_put_text(o, "tool", str_c(tool));
    json_put_int(o, str_eq(result, STR("confirmed")) ? "generation" : "candidate", (int64_t)generation);
    json_put_text(o, "detail", detail);
    json_put_array(o, "guards");
    json_print(o, 0, line);
    arena_free(&a);
}

static bool ends_line(int fd, off_t end, bool *ended)
{
    char last = '\n';

    if (end < 0 || (end > 0 && pread(fd, &last, 1, end - 1) != 1))
        return false;
    *ended = last == '\n';
    return true;
}

void audit_cut(int fd, int64_t length)
{
    int was = errno;

    if (length >= 0 && ftruncate(fd, (off_t)length) == 0)
        fsync(fd);
    errno = was;
}

bool audit_append(int fd, struct str line, bool *repaired)
{
    off_t end = lseek(fd, 0, SEEK_END);
    struct buf bytes = { 0 };
    bool ended, ok;

    if (!ends_line(fd, end, &ended))
        return false;
    *repaired = !ended;
    if (!ended)
        buf_char(&bytes, '\n');
    buf_put(&bytes, line);
    buf_char(&bytes, '\n');
    ok = write_all(fd, buf_str(&bytes)) && fsync(fd) == 0;
    if (!ok)
        audit_cut(fd, end); /* a record of what did not happen would be missed for ever */
    buf_free(&bytes);
    return ok;
}

static void read_line(struct audit_trace *t, struct arena *a, struct str line)
{
    struct json_error error;
    json_t *record = json_parse(a, line, &error);
    json_int_t generation = json_integer_value(json_object_get(record, "generation"));
    bool whole = json_is_array(json_object_get(record, "guards"));

    t->damaged += !whole;
    t->records += whole;
    if (whole && generation > 0 && (uint64_t)generation > t->generation)
        t->generation = (uint64_t)generation;
    json_decref(record);
}

struct audit_trace audit_read(struct str bytes)
{
    struct audit_trace t = { .cut = bytes.len && bytes.p[bytes.len - 1] != '\n' };
    struct arena a = { 0 };
    struct str line;

    while (bytes.len) {
        str_cut(bytes, '\n', &line, &bytes);
        if (line.len)
            read_line(&t, &a, line);
        arena_reset(&a);
    }
    arena_free(&a);
    return t;
}
