/* Random edits of real trees: after each, what the workspace says is byte for byte what a fresh load says, its index of
 * names too.
 *
 *   edits [EDITS [SEED]]     EDITS for each tree: 12, or what PROWGATE_EDITS says */
#include "engine/workspace.h"

#include "harness/asking.h"
#include "names_text.h"
#include "prow/files/inputs.h"
#include "report/report.h"

#include <stdio.h>
#include <stdlib.h>

struct corpus {
    const char *archive, *config, *jobs, *plugins, *deployed;
};

static const struct corpus corpora[] = {
    { "corpora/kubernetes-test-infra.tar.zst", "config/prow/config.yaml", "config/jobs", "config/prow/plugins.yaml",
      "v20260821-a61940897" },
    { "corpora/istio-test-infra.tar.zst", "prow/gcp/config.yaml", "prow/gcp/cluster/jobs", "prow/gcp/plugins.yaml",
      "v20260714-0633879af" },
    { "corpora/istio-test-infra.tar.zst", "prow/aws/config.yaml", "prow/aws/cluster/jobs", "prow/aws/plugins.yaml",
      "v20190122-e707848" },
};

struct editing {
    struct suite *suite;
    const struct corpus *corpus;
    struct workspace workspace;
    struct arena arena;
    struct str *paths; /* files of the tree as it was, and those that came */
    size_t count, cap, came;
    uint64_t random;
    char what[200];
};

/* xorshift64*: the same on every machine. */
static size_t pick(struct editing *e, size_t below)
{
    e->random ^= e->random >> 12;
    e->random ^= e->random << 25;
    e->random ^= e->random >> 27;
    return below ? (size_t)((e->random * 0x2545f4914f6cdd1du) >> 33) % below : 0;
}

static void read_file(struct editing *e, struct str path, struct buf *bytes)
{
    struct fs_error error;

    if (!fs_read(&e->workspace.files.fs, path, 64 << 20, bytes, &error))
        buf_reset(bytes);
}

/* The line that holds the offset. */
static struct str line_at(struct str text, size_t at, size_t *start)
{
    size_t begin = at;

    while (begin > 0 && text.p[begin - 1] != '\n')
        begin--;
    *start = begin;
    return str_slice(str_from(text, begin), 0, str_find_char(str_from(text, begin), '\n'));
}

static void replace(struct buf *to, struct str text, size_t start, size_t end, struct str by)
{
    buf_reset(to);
    buf_put(to, str_slice(text, 0, start));
    buf_put(to, by);
    buf_put(to, str_from(text, end));
}

/* Another value behind the colon of some line: one of a few that matter, or that of another line. */
static void change_value(struct editing *e, struct str text, struct buf *to)
{
    static const char *const values[] = {
        "true",      "false",   "15m",   "\"x\"",    "null", "kubernetes/kubernetes", "main", "[a, b]", "'0 * * * *'",
        "^release-", "default", "ghost", "\"true\"", "-1"
    };
    size_t start, other, colon;
    struct str line = line_at(text, pick(e, text.len), &start), from = line_at(text, pick(e, text.len), &other);
    struct str value = str_c(values[pick(e, COUNT_OF(values))]);

    colon = str_find(line, STR(": "));
    if (colon == SIZE_MAX) {
        replace(to, text, start, start, STR("# comment\n"));
        return;
    }
    if (pick(e, 2) && str_find(from, STR(": ")) != SIZE_MAX)
        value = str_from(from, str_find(from, STR(": ")) + 2);
    replace(to, text, start + colon + 2, start + line.len, value);
}

/* Where the entry of a list that holds the offset begins, and where the next of its depth does. */
static bool entry_at(struct str text, size_t at, size_t *start, size_t *end)
{
    size_t depth = SIZE_MAX;

    for (size_t i = at + 1; i-- > 0;) {
        struct str line = line_at(text, i, start);
        depth = str_find(line, STR("- name:"));
        if (depth != SIZE_MAX || *start == 0)
            break;
        i = *start;
    }
    if (depth == SIZE_MAX)
        return false;
    for (*end = *start; *end < text.len;) {
        struct str line;
        size_t begin;
        *end += str_find_char(str_from(text, *end), '\n') == SIZE_MAX ? text.len - *end
                                                                      : str_find_char(str_from(text, *end), '\n') + 1;
        line = line_at(text, *end < text.len ? *end : text.len, &begin);
        if (line.len && (line.len <= depth || str_trim(str_slice(line, 0, depth + 1)).len))
            break;
    }
    return true;
}

static void change_jobs(struct editing *e, struct str text, struct buf *to)
{
    size_t start, end;
    struct str job;

    if (!entry_at(text, pick(e, text.len), &start, &end)) {
        change_value(e, text, to);
        return;
    }
    job = str_slice(text, start, end);
    if (pick(e, 2))
        replace(to, text, start, end, STR(""));
    else
        replace(to, text, end, end, job);
}

static void break_text(struct editing *e, struct str text, struct buf *to)
{
    static const char *const breaks[] = { "\t: [\n", "- {\n", "a: b: c\n", "\"\n", "presets: 3\n", "<<: 1\n" };
    size_t start;

    line_at(text, pick(e, text.len), &start);
    replace(to, text, start, start, str_c(breaks[pick(e, COUNT_OF(breaks))]));
}

/* A file of jobs mostly; now and then the main file, the plugins, or one that came. */
static struct str some_path(struct editing *e)
{
    switch (pick(e, 12)) {
    case 0:
        return str_c(e->corpus->config);
    case 1:
        return str_c(e->corpus->plugins);
    default:
        return e->paths[pick(e, e->count)];
    }
}

static struct str new_path(struct editing *e)
{
    struct str path =
        arena_printf(&e->arena, "%s/%s%zu.yaml", e->corpus->jobs, pick(e, 2) ? "new/folder/f" : "f", e->came++);

    *ARENA_PUSH(&e->arena, e->paths, e->count, e->cap) = path;
    return path;
}

static void edit(struct editing *e)
{
    struct str path = some_path(e);
    struct buf bytes = { 0 }, changed = { 0 };
    size_t what = pick(e, 20);

    read_file(e, path, &bytes);
    snprintf(e->what, sizeof e->what, "edit %zu of %.*s", what, STR_ARG(path));
    if (what < 8)
        change_value(e, buf_str(&bytes), &changed);
    else if (what < 13)
        change_jobs(e, buf_str(&bytes), &changed);
    else if (what == 13)
        break_text(e, buf_str(&bytes), &changed);
    if (what < 14)
        workspace_put(&e->workspace, path, buf_str(&changed));
    else if (what == 14)
        workspace_put(&e->workspace, new_path(e), buf_str(&bytes));
    else if (what == 15)
        workspace_remove(&e->workspace, path);
    else if (what == 16) {
        workspace_put(&e->workspace, new_path(e), buf_str(&bytes));
        workspace_remove(&e->workspace, path);
    } else {
        workspace_drop(&e->workspace, path); /* mended */
    }
    buf_free(&bytes);
    buf_free(&changed);
}

static void to_json(const struct prow_tree *t, struct findings *f, struct buf *out)
{
    const struct report r = {
        .verdict = verdict_of(f, false),
        .findings = f,
        .files = t->files,
        .bytes = t->bytes,
        .presubmits = t->jobs[PRESUBMIT],
        .postsubmits = t->jobs[POSTSUBMIT],
        .periodics = t->jobs[PERIODIC],
        .presets = t->preset_count,
        .version = "0",
    };

    report_json(&r, out);
}

static void fresh(struct editing *e, struct buf *out)
{
    struct workspace *w = &e->workspace;
    struct findings findings = { 0 };
    struct prow_tree tree;

    prow_tree_load(&tree, &w->files.fs, &w->paths, w->settings, 2, &findings);
    silences_apply(&tree.silences, w->settings, &findings);
    findings_sort(&findings);
    to_json(&tree, &findings, out);
    names_text(&tree, out);
    prow_tree_free(&tree);
    findings_free(&findings);
}

/* The first lines in which they differ. */
static void show(const char *what, struct str was, struct str is)
{
    size_t same = 0, start;
    struct str line;

    while (same < was.len && same < is.len && was.p[same] == is.p[same])
        same++;
    line = line_at(was, same, &start);
    printf("%s\n  fresh: %.*s\n", what, STR_ARG(line));
    line = line_at(is, same, &start);
    printf("  kept:  %.*s\n", STR_ARG(line));
}

static bool same(struct editing *e)
{
    struct buf want = { 0 }, got = { 0 };
    bool ok;

    workspace_judge(&e->workspace);
    to_json(&e->workspace.tree, &e->workspace.findings, &got);
    names_text(&e->workspace.tree, &got);
    fresh(e, &want);
    ok = str_eq(buf_str(&want), buf_str(&got));
    if (!ok)
        show(e->what, buf_str(&want), buf_str(&got));
    buf_free(&want);
    buf_free(&got);
    return ok;
}

static void begin(struct editing *e, const struct fs *fs, const struct rule_settings *settings, uint64_t seed)
{
    struct prow_paths paths = {
        .config = str_c(e->corpus->config),
        .jobs = str_c(e->corpus->jobs),
        .plugins = str_c(e->corpus->plugins),
        .for_people = true,
    };
    struct prow_inputs in;

    e->random = seed * 2 + 1;
    workspace_open(&e->workspace, fs, &paths, settings, 2);
    prow_inputs_find(&in, &e->arena, fs, &paths, settings->window);
    for (size_t i = 0; i < in.count; i++)
        *ARENA_PUSH(&e->arena, e->paths, e->count, e->cap) = in.files[i].path;
}

static void edit_tree(struct suite *s, const struct corpus *c, const char *root, size_t edits, uint64_t seed)
{
    struct editing e = { .suite = s, .corpus = c };
    struct version *v = ARENA_NEW(&e.arena, struct version);
    struct window window = { v, 1 };
    struct rule_settings settings;
    struct fs_error why;
    struct str error;
    struct fs_disk disk;
    size_t most = 0;

    if (!fs_disk_open(&disk, root, &why) || !version_parse(str_c(c->deployed), v, &e.arena, &error)) {
        suite_case(s, c->config, false, "can't be opened");
        return;
    }
    rule_settings_init(&settings, &e.arena, &window);
    begin(&e, &disk.fs, &settings, seed);
    for (size_t i = 0; i <= edits; i++) {
        bool ok = same(&e);
        char id[300];
        snprintf(id, sizeof id, "%s, seed %llu, after %zu edits", c->config, (unsigned long long)seed, i);
        suite_case(s, id, ok, "%s", e.what);
        if (store_count(e.workspace.store) > most)
            most = store_count(e.workspace.store);
        if (!ok)
            break;
        edit(&e);
    }
    /* Of the last few loads alone. */
    suite_case(s, "what is kept", most <= 16 * (e.count + 400), "%zu things of %zu files", most, e.count);
    workspace_close(&e.workspace);
    fs_disk_close(&disk);
    arena_free(&e.arena);
}

int main(int argc, char **argv)
{
    const char *wanted = getenv("PROWGATE_EDITS");
    size_t edits = argc > 1 ? strtoul(argv[1], NULL, 10) : wanted ? strtoul(wanted, NULL, 10) : 12;
    uint64_t seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
    struct suite s;
    struct asking a;

    suite_begin(&s, "edits", NULL);
    asking_begin(&a, &s, "merge");
    for (size_t i = 0; i < COUNT_OF(corpora); i++) {
        const char *root = asking_tree(&a, corpora[i].archive);
        if (root)
            edit_tree(&s, &corpora[i], root, edits, seed);
    }
    asking_end(&a);
    return suite_end(&s);
}
