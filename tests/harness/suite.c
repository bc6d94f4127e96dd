#include "harness/suite.h"

#include "base/base64.h"
#include "base/buf.h"
#include "base/gzip.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Differences printed per suite: the count is what matters after that. */
enum { MOST_PRINTED = 25 };

/* What meson takes for a skipped test. */
enum { EXIT_SKIPPED = 77 };

enum { MOST_BYTES = 1 << 28 };

static const char *below(struct suite *s, const char *variable, const char *path)
{
    const char *root = getenv(variable);

    return arena_printf(&s->arena, "%s/%s", root ? root : ".", path).p;
}

const char *suite_shared(struct suite *s, const char *path)
{
    const char *shared = below(s, "PROWGATE_SHARED", path);

    if (access(shared, R_OK) == 0)
        return shared;
    s->sampled = true;
    return suite_source(s, arena_printf(&s->arena, "tests/oracle/%s", path).p);
}

const char *suite_source(struct suite *s, const char *path)
{
    return below(s, "PROWGATE_SOURCE", path);
}

static void read_exceptions(struct suite *s, const char *path)
{
    FILE *f = fopen(suite_source(s, path), "r");
    char *line = NULL;
    size_t cap = 0;

    if (!f) {
        fprintf(stderr, "%s: %s: no such list of exceptions\n", s->name, path);
        s->failed++;
        return;
    }
    while (getline(&line, &cap, f) >= 0) {
        struct str id, reason;
        if (line[0] == '#' || line[0] == '\n')
            continue;
        str_cut(str_trim(str_c(line)), '\t', &id, &reason);
        if (reason.len == 0) {
            fprintf(stderr, "%s: exception without a reason: %s", s->name, line);
            s->failed++;
            continue;
        }
        *map_at(&s->exceptions, arena_copy(&s->arena, id)) = (void *)(uintptr_t)arena_copy(&s->arena, reason).p;
    }
    free(line);
    fclose(f);
}

void suite_begin(struct suite *s, const char *name, const char *exceptions)
{
    *s = (struct suite){ .name = name };
    map_init(&s->exceptions, &s->arena);
    map_init(&s->seen, &s->arena);
    if (exceptions)
        read_exceptions(s, exceptions);
}

void suite_case(struct suite *s, const char *id, bool ok, const char *fmt, ...)
{
    bool listed = map_get(&s->exceptions, str_c(id)) != NULL;
    va_list ap;

    if (listed)
        *map_at(&s->seen, arena_copy(&s->arena, str_c(id))) = s;
    if (ok && !listed) {
        s->passed++;
        return;
    }
    if (!ok && listed) {
        s->excepted++;
        return;
    }
    if (s->failed++ >= MOST_PRINTED)
        return;
    fprintf(stderr, "%s: %s: ", s->name, id);
    if (ok) {
        fprintf(stderr, "is listed as an exception but answers as recorded\n");
        return;
    }
    va_start(ap, fmt);
    vfprintf(stderr, fmt, ap);
    va_end(ap);
    fputc('\n', stderr);
}

static bool read_whole(const char *path, struct buf *out)
{
    FILE *f = fopen(path, "rb");
    char part[1 << 16];
    size_t n;
    bool ok;

    if (!f)
        return false;
    while ((n = fread(part, 1, sizeof part, f)) > 0)
        buf_put(out, (struct str){ part, n });
    ok = !ferror(f);
    fclose(f);
    return ok;
}

bool suite_read(struct suite *s, const char *path, struct str *bytes)
{
    struct buf raw = { 0 }, expanded = { 0 };
    struct str reason;
    bool ok = read_whole(path, &raw) || read_whole(arena_printf(&s->arena, "%s.gz", path).p, &raw);

    if (ok && gzip_is(buf_str(&raw))) {
        ok = gzip_expand(buf_str(&raw), MOST_BYTES, &expanded, &s->arena, &reason);
        *bytes = arena_copy(&s->arena, buf_str(&expanded));
    } else if (ok) {
        *bytes = arena_copy(&s->arena, buf_str(&raw));
    }
    buf_free(&raw);
    buf_free(&expanded);
    return ok;
}

void suite_skip(struct suite *s, const char *path)
{
    printf("SKIPPED: %s: neither ../shared/%s nor a part of it in tests/oracle is here\n", s->name, path);
    s->skipped++;
}

json_t *suite_json(struct suite *s, const char *path)
{
    json_error_t error;
    const char *full = suite_shared(s, path);
    struct str text;
    json_t *j;

    if (!suite_read(s, full, &text)) {
        suite_skip(s, path);
        return NULL;
    }
    j = json_loadb(text.p, text.len, JSON_ALLOW_NUL, &error);
    if (!j) {
        fprintf(stderr, "%s: %s:%d: %s\n", s->name, full, error.line, error.text);
        s->failed++;
    }
    return j;
}

static struct str repeat(struct arena *a, const json_t *parts)
{
    struct buf b = { 0 };
    struct str s;
    size_t i;
    json_t *part;

    json_array_foreach(parts, i, part)
    {
        const json_t *text = json_array_get(part, 0);
        for (json_int_t n = json_integer_value(json_array_get(part, 1)); n > 0; n--)
            buf_put(&b, (struct str){ json_string_value(text), json_string_length(text) });
    }
    s = arena_copy(a, buf_str(&b));
    buf_free(&b);
    return s;
}

bool suite_text(struct suite *s, const json_t *record, const char *name, struct str *out)
{
    const json_t *plain = json_object_get(record, name);
    const json_t *b64 = json_object_get(record, arena_printf(&s->arena, "%s_b64", name).p);
    const json_t *parts = json_object_get(record, arena_printf(&s->arena, "%s_repeat", name).p);

    if (json_is_string(plain))
        *out = (struct str){ json_string_value(plain), json_string_length(plain) };
    else if (json_is_string(b64))
        return base64_decode(&s->arena, str_c(json_string_value(b64)), out);
    else if (json_is_array(parts))
        *out = repeat(&s->arena, parts);
    else
        return false;
    return true;
}

int suite_end(struct suite *s)
{
    int status;

    for (size_t i = 0; i < s->exceptions.count && s->skipped == 0 && !s->sampled; i++)
        if (!map_get(&s->seen, s->exceptions.entries[i].key)) {
            fprintf(stderr, "%s: exception %.*s names no case\n", s->name, STR_ARG(s->exceptions.entries[i].key));
            s->failed++;
        }
    if (s->excepted)
        printf("%s: %zu differ as listed with their reasons\n", s->name, s->excepted);
    if (s->passed + s->failed + s->skipped == 0) {
        fprintf(stderr, "%s: no case was run\n", s->name);
        s->failed++;
    }
    printf("%s: %zu passed, %zu failed, %zu skipped\n", s->name, s->passed, s->failed, s->skipped);
    status = s->failed ? EXIT_FAILURE : s->passed + s->excepted ? EXIT_SUCCESS : EXIT_SKIPPED;
    arena_free(&s->arena);
    return status;
}
