/* The search through a whole tree, also one in which another is mounted: it finds ConfigMaps by what they hold, and twice
 * the files are twice the work. */
#include "prow/files/discover.h"

#include "source/fs_memory.h"
#include "source/fs_mount.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

/* A tree that counts what is asked of it. */
struct counting {
    struct fs fs;
    const struct fs *tree;
    size_t *operations, *bytes;
};

static const struct fs *asked(const struct fs *fs)
{
    const struct counting *c = (const struct counting *)(const void *)fs;

    ++*c->operations;
    return c->tree;
}

static bool count_lstat(const struct fs *fs, struct str path, struct fs_info *info, struct fs_error *error)
{
    return fs_lstat(asked(fs), path, info, error);
}

static bool count_stat(const struct fs *fs, struct str path, struct fs_info *info, struct fs_error *error)
{
    return fs_stat(asked(fs), path, info, error);
}

static bool count_list(const struct fs *fs, struct str path, struct arena *a, struct fs_listing *listing,
                       struct fs_error *error)
{
    return fs_list(asked(fs), path, a, listing, error);
}

static bool count_read(const struct fs *fs, struct str path, size_t most, struct buf *bytes, struct fs_error *error)
{
    const struct counting *c = (const struct counting *)(const void *)fs;
    bool ok = fs_read(asked(fs), path, most, bytes, error);

    *c->bytes += ok ? bytes->len : 0;
    return ok;
}

static const struct fs_operations counted = {
    .lstat = count_lstat, .stat = count_stat, .list = count_list, .read = count_read
};

struct work {
    size_t operations, bytes, mains, plugin_maps;
};

/* n ConfigMaps that are no configuration in folders of ten, below the folder, then one that is. */
static void fill(struct fs_memory *m, struct arena *a, size_t n)
{
    for (size_t i = 0; i < n; i++)
        fs_memory_put(m, arena_printf(a, "maps/d%zu/m%zu.yaml", i / 10, i),
                      STR("kind: ConfigMap\ndata:\n  settings.yaml: |\n    a: tide\n  config.yaml: |\n    b: plank\n"));
    fs_memory_put(m, STR("z/prow.yaml"), STR("kind: ConfigMap\ndata:\n  config.yaml: |\n    tide: {}\n"));
    fs_memory_put(m, STR("z/plugins.yaml"), STR("kind: ConfigMap\ndata:\n  plugins.yaml: |\n    plugins: {}\n"));
}

static struct work search(size_t n, bool mounted)
{
    struct arena a = { 0 };
    struct work w = { 0 };
    struct fs_memory files, repo;
    struct counting counting = { { &counted }, &files.fs, &w.operations, &w.bytes };
    struct fs_mount mount;
    struct discovery_search found;

    fs_memory_init(&files, &a);
    fs_memory_init(&repo, &a);
    fill(&files, &a, n);
    fs_mount_init(&mount, &repo.fs, &counting.fs, STR("central:"));
    prow_discover_search(&found, mounted ? &mount.fs : &counting.fs, &a, mounted ? STR("central:") : STR("."), STR(""),
                         true);
    w.mains = found.main_count;
    w.plugin_maps = found.plugin_map_count;
    arena_free(&a);
    return w;
}

static void twice_the_config_maps_are_twice_the_work(void **state)
{
    (void)state;
    for (int mounted = 0; mounted < 2; mounted++) {
        struct work once = search(100, mounted), twice = search(200, mounted);
        assert_int_equal(once.mains, 1);
        assert_int_equal(twice.mains, 1);
        assert_int_equal(once.plugin_maps, 1);
        assert_true(once.operations >= 100 && once.bytes >= 100 * 50);
        assert_in_range(twice.operations, once.operations, once.operations * 2);
        assert_in_range(twice.bytes, once.bytes, once.bytes * 2);
    }
}

/* What stands under the name costs what it costs alone. */
static void a_mount_asks_no_more(void **state)
{
    struct work alone = search(100, false), mounted = search(100, true);

    (void)state;
    assert_int_equal(mounted.operations, alone.operations);
    assert_int_equal(mounted.bytes, alone.bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(twice_the_config_maps_are_twice_the_work),
        cmocka_unit_test(a_mount_asks_no_more),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
