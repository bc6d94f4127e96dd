#include "gate/audit.h"

#include "base/write.h"
#include "syntax/json/json.h"
#include "syntax/json/write.h"

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

static void write_deployed(struct json_writer *w, const struct gate_decision *d)
{
    json_key(w, STR("deployed"));
    json_begin_array(w);
    for (size_t i = 0; i < d->deployed_count; i++) {
        json_begin_object(w);
        json_text(w, "component", d->deployed[i].component);
        json_text(w, "version", d->deployed[i].version);
        json_end_object(w);
    }
    json_end_array(w);
}

static void write_side(struct json_writer *w, const char *key, const struct gate_side *s, struct str digest)
{
    json_key(w, str_c(key));
    json_begin_object(w);
    json_text(w, "name", s->name);
    json_text(w, "digest", digest);
    if (s->side)
        json_member_int(w, STR("presubmits"), (int64_t)s->side->counts[PRESUBMIT]);
    json_end_object(w);
}

void audit_line(const struct gate_decision *d, const struct audit_more *more, struct buf *line)
{
    struct json_writer w = { .out = line };
    struct arena a = { 0 };

    json_begin_object(&w);
    json_text(&w, "time", audit_time(&a, d->time));
    json_text(&w, "verdict", str_c(verdict_name(d->verdict)));
    json_text(&w, "tool", str_c(more->tool));
    if (d->bootstrap)
        json_member_bool(&w, STR("bootstrap"), true);
    if (d->saved)
        json_member_bool(&w, STR("saved"), true);
    if (d->generation)
        json_member_int(&w, STR("generation"), (int64_t)d->generation);
    write_side(&w, "before", &d->before, more->before_digest);
    write_side(&w, "after", &d->after, more->after_digest);
    json_text(&w, "seal", more->seal);
    write_deployed(&w, d);
    guards_json(&w, d->guards, GUARD_COUNT);
    if (more->acknowledged_count) {
        json_key(&w, STR("acknowledged"));
        json_begin_array(&w);
        for (size_t i = 0; i < more->acknowledged_count; i++)
            json_string(&w, more->acknowledged[i]);
        json_end_array(&w);
    }
    json_end_object(&w);
    arena_free(&a);
}

static bool ends_line(int fd, bool *ended)
{
    off_t end = lseek(fd, 0, SEEK_END);
    char last = '\n';

    if (end < 0 || (end > 0 && pread(fd, &last, 1, end - 1) != 1))
        return false;
    *ended = last == '\n';
    return true;
}

bool audit_append(int fd, struct str line, bool *repaired)
{
    struct buf bytes = { 0 };
    bool ended, ok;

    if (!ends_line(fd, &ended))
        return false;
    *repaired = !ended;
    if (!ended)
        buf_char(&bytes, '\n');
    buf_put(&bytes, line);
    buf_char(&bytes, '\n');
    ok = write_all(fd, buf_str(&bytes)) && fsync(fd) == 0;
    buf_free(&bytes);
    return ok;
}

static void read_line(struct audit_trace *t, struct arena *a, struct str line)
{
    struct json_error error;
    int64_t generation;
    struct tape tape;

    if (!json_read(&tape, a, line, &error) || node_kind(node_get(tape.root, STR("guards"))) != NODE_SEQUENCE) {
        t->damaged++;
        return;
    }
    t->records++;
    if (node_int(node_get(tape.root, STR("generation")), &generation) && generation > 0 &&
        (uint64_t)generation > t->generation)
        t->generation = (uint64_t)generation;
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
