/* What an edit costs, for callgrind: judges a tree once, then edits a file N times and judges it again.
 *
 *   edit_cost ROOT FILE N [CONFIG JOBS PLUGINS] */
#include "engine/workspace.h"

#include <stdio.h>
#include <stdlib.h>

static const char *argument(int argc, char **argv, int n, const char *otherwise)
{
    return argc > n ? argv[n] : otherwise;
}

/* Another name for the first job of the file, at each edit a new one. */
static void edit(struct workspace *w, struct str path, size_t n)
{
    struct buf bytes = { 0 }, changed = { 0 };
    struct fs_error error;
    size_t at;

    if (!fs_read(w->files.below, path, 64 << 20, &bytes, &error))
        exit(2);
    at = str_find(buf_str(&bytes), STR("name: "));
    at = at == SIZE_MAX ? bytes.len : at + 6;
    buf_put(&changed, str_slice(buf_str(&bytes), 0, at));
    buf_printf(&changed, "e%zu-", n);
    buf_put(&changed, str_from(buf_str(&bytes), at));
    workspace_put(w, path, buf_str(&changed));
    buf_free(&bytes);
    buf_free(&changed);
}

int main(int argc, char **argv)
{
    struct prow_paths paths = {
        .config = str_c(argument(argc, argv, 4, "config/prow/config.yaml")),
        .jobs = str_c(argument(argc, argv, 5, "config/jobs")),
        .plugins = str_c(argument(argc, argv, 6, "config/prow/plugins.yaml")),
        .for_people = true,
    };
    size_t edits = strtoul(argument(argc, argv, 3, "1"), NULL, 10);
    struct version newest = version_newest();
    struct window window = { &newest, 1 };
    struct rule_settings settings;
    struct arena a = { 0 };
    struct workspace w;
    struct fs_error error;
    struct fs_disk disk;

    if (argc < 3 || !fs_disk_open(&disk, argv[1], &error))
        return 2;
    rule_settings_init(&settings, &a, &window);
    workspace_open(&w, &disk.fs, &paths, &settings, 1);
    workspace_judge(&w);
    for (size_t n = 0; n < edits; n++) {
        edit(&w, str_c(argv[2]), n);
        workspace_judge(&w);
    }
    printf("%zu findings, %zu files changed\n", w.findings.count, w.changed_count);
    workspace_close(&w);
    fs_disk_close(&disk);
    arena_free(&a);
    return 0;
}
