#include "command/baseline.h"

#include "base/fs.h"
#include "base/map.h"
#include "command/command.h"
#include "command/output.h"
#include "syntax/json/value.h"

#include <errno.h>
#include <unistd.h>

static bool can_suppress(const struct finding *f)
{
    return !f->rule->fact && !f->rule->undecided;
}

/* The file as it is; NULL with a complaint where it can't be read or is none. */
static json_t *read_file(const struct args *args, struct arena *a, const char *path)
{
    struct fs_disk disk;
    struct fs_error error;
    struct json_error e;
    struct buf text = { 0 };
    json_t *file = NULL;
    bool ok = fs_disk_open(&disk, NULL, &error);

    if (ok) {
        ok = fs_read(&disk.fs, str_c(path), (size_t)64 << 20, &text, &error);
        fs_disk_close(&disk);
    }
    if (!ok) {
        command_fail(args, "baseline: %.*s", STR_ARG(fs_error_text(&error, a)));
    } else if (!(file = json_parse(a, buf_str(&text), &e))) {
        command_fail(args, "baseline: %s:%u:%u: %.*s", path, e.line, e.column, STR_ARG(e.message));
    } else if (!json_is_integer(json_object_get(file, "prowgate_baseline"))) {
        command_fail(args, "baseline: %s is no baseline that prowgate wrote", path);
        json_decref(file);
        file = NULL;
    }
    buf_free(&text);
    return file;
}

/* Fingerprints of the file with how many of each are still to be met. */
static bool read_known(const struct args *args, struct map *known, struct arena *a, const char *path)
{
    json_t *file = read_file(args, a, path), *one;
    bool ok = file != NULL;
    size_t i;

    json_array_foreach(json_object_get(file, "findings"), i, one)
    {
        size_t **left = (size_t **)map_at(known, arena_copy(a, json_bytes(json_object_get(one, "fingerprint"))));
        if (!*left)
            *left = ARENA_NEW(a, size_t);
        ++**left;
    }
    json_decref(file);
    return ok;
}

bool baseline_apply(const struct args *args, const char *path, struct findings *findings)
{
    struct arena a = { 0 };
    struct map known;
    size_t unused = 0;
    bool ok;

    map_init(&known, &a);
    ok = read_known(args, &known, &a, path);
    for (size_t i = 0; ok && i < findings->count; i++) {
        struct finding *f = findings->items[i];
        size_t *left = map_get(&known, finding_fingerprint(&a, f));
        if (!left && f->rule->formerly)
            left = map_get(&known, finding_former_fingerprint(&a, f));
        if (left && *left && can_suppress(f)) {
            --*left;
            f->suppressed = true;
        }
    }
    for (size_t i = 0; ok && i < known.count; i++)
        unused += *(size_t *)known.entries[i].value;
    if (unused)
        fprintf(stderr, "prowgate: %zu finding%s of the baseline %s gone; write it anew with --write-baseline\n",
                unused, str_plural(unused), unused == 1 ? "is" : "are");
    arena_free(&a);
    return ok;
}

static void put(json_t *list, struct arena *a, const struct finding *f)
{
    json_t *one = json_add_object(list);

    json_put_string(one, "rule", str_c(f->rule->id));
    json_put_string(one, "file", f->at.file);
    json_put_string(one, "message", f->message);
    json_put_string(one, "fingerprint", finding_fingerprint(a, f));
}

/* Takes the reference. */
static bool write_file(const struct args *args, const char *path, json_t *o)
{
    struct buf out = { 0 };
    bool ok;

    json_print(o, 1, &out);
    buf_char(&out, '\n');
    ok = output_file(args, path, buf_str(&out));
    buf_free(&out);
    return ok;
}

static json_t *empty_baseline(json_t **list)
{
    json_t *o = json_object();

    json_put_int(o, "prowgate_baseline", 1);
    *list = json_put_array(o, "findings");
    return o;
}

bool baseline_write(const char *path, const struct findings *findings)
{
    struct arena a = { 0 };
    json_t *list, *o = empty_baseline(&list);
    bool ok;

    for (size_t i = 0; i < findings->count; i++)
        if (can_suppress(findings->items[i]))
            put(list, &a, findings->items[i]);
    ok = write_file(NULL, path, o);
    arena_free(&a);
    return ok;
}

bool baseline_add(const struct args *args, const char *path, const struct finding *f)
{
    struct arena a = { 0 };
    bool fresh = access(path, F_OK) != 0 && errno == ENOENT;
    json_t *list = NULL, *o = fresh ? empty_baseline(&list) : read_file(args, &a, path);
    bool ok = o != NULL;

    if (ok && !fresh)
        list = json_object_get(o, "findings");
    if (ok)
        put(list, &a, f);
    ok = ok && write_file(args, path, o);
    arena_free(&a);
    return ok;
}
