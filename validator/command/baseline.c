#include "command/baseline.h"

#include "base/fs.h"
#include "base/map.h"
#include "command/command.h"
#include "command/output.h"
#include "syntax/json/json.h"
#include "syntax/json/write.h"

static bool can_suppress(const struct finding *f)
{
    return !f->rule->fact && !f->rule->undecided;
}

/* Fingerprints of the file with how many of each are still to be met. */
static bool read_known(struct map *known, struct arena *a, const char *path)
{
    struct fs_disk disk;
    struct fs_error error;
    struct json_error e;
    struct buf text = { 0 };
    struct tape t;
    bool ok = fs_disk_open(&disk, NULL, &error);

    if (ok) {
        ok = fs_read(&disk.fs, str_c(path), (size_t)64 << 20, &text, &error);
        fs_disk_close(&disk);
    }
    if (!ok) {
        command_fail("baseline: %.*s", STR_ARG(fs_error_text(&error, a)));
    } else if (!json_read(&t, a, arena_copy(a, buf_str(&text)), &e)) {
        command_fail("baseline: %s:%u:%u: %.*s", path, e.line, e.column, STR_ARG(e.message));
        ok = false;
    } else if (node_kind(node_get(t.root, STR("prowgate_baseline"))) != NODE_INT) {
        command_fail("baseline: %s is no baseline that prowgate wrote", path);
        ok = false;
    }
    for (const struct node *list = ok ? node_get(t.root, STR("findings")) : NULL, *n = node_first(list); n;
         n = node_next(list, n)) {
        size_t **left = (size_t **)map_at(known, node_text(node_get(node_value(n), STR("fingerprint"))));
        if (!*left)
            *left = ARENA_NEW(a, size_t);
        ++**left;
    }
    buf_free(&text);
    return ok;
}

bool baseline_apply(const char *path, struct findings *findings)
{
    struct arena a = { 0 };
    struct map known;
    size_t unused = 0;
    bool ok;

    map_init(&known, &a);
    ok = read_known(&known, &a, path);
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
                unused, unused == 1 ? "" : "s", unused == 1 ? "is" : "are");
    arena_free(&a);
    return ok;
}

bool baseline_write(const char *path, const struct findings *findings)
{
    struct arena a = { 0 };
    struct buf out = { 0 };
    struct json_writer w = { .out = &out, .indent = 1 };
    bool ok;

    json_begin_object(&w);
    json_member_int(&w, STR("prowgate_baseline"), 1);
    json_key(&w, STR("findings"));
    json_begin_array(&w);
    for (size_t i = 0; i < findings->count; i++) {
        const struct finding *f = findings->items[i];
        if (!can_suppress(f))
            continue;
        json_begin_object(&w);
        json_member_string(&w, STR("rule"), str_c(f->rule->id));
        json_member_string(&w, STR("file"), f->at.file);
        json_member_string(&w, STR("message"), f->message);
        json_member_string(&w, STR("fingerprint"), finding_fingerprint(&a, f));
        json_end_object(&w);
    }
    json_end_array(&w);
    json_end_object(&w);
    buf_char(&out, '\n');
    ok = output_file(path, buf_str(&out));
    buf_free(&out);
    arena_free(&a);
    return ok;
}
