/* The index of names of a workspace: after edits it says what a fresh one says, at the price of the file that was edited,
 * and holds no more than one that was made anew. */
#include "engine/workspace.h"

#include "names_text.h"
#include "source/fs_memory.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

struct opened {
    struct arena arena;
    struct fs_memory below;
    struct version version;
    struct window window;
    struct rule_settings settings;
    struct workspace w;
    uint64_t random;
};

static void open_tree(struct opened *o)
{
    struct prow_paths paths = { .config = STR("c.yaml"), .jobs = STR("jobs"), .plugins = STR("p.yaml") };

    *o = (struct opened){ .version = version_newest(), .random = 5 };
    o->window = (struct window){ &o->version, 1 };
    fs_memory_init(&o->below, &o->arena);
    fs_memory_put(&o->below, STR("c.yaml"), STR(""));
    fs_memory_put(&o->below, STR("p.yaml"), STR(""));
    rule_settings_init(&o->settings, &o->arena, &o->window);
    workspace_open(&o->w, &o->below.fs, &paths, &o->settings, 1);
}

static void close_tree(struct opened *o)
{
    workspace_close(&o->w);
    arena_free(&o->arena);
}

/* xorshift64*: the same on every machine. */
static size_t pick(struct opened *o, size_t below)
{
    o->random ^= o->random >> 12;
    o->random ^= o->random << 25;
    o->random ^= o->random >> 27;
    return (size_t)((o->random * 0x2545f4914f6cdd1du) >> 33) % below;
}

/* A preset of few, which also names secrets. */
static void put_preset(struct opened *o, struct buf *b)
{
    size_t label = pick(o, 4);

    buf_printf(b, "presets:\n- labels: {preset-%zu: \"true\"}\n", label);
    buf_printf(b, "  env: [{name: T%zu, valueFrom: {secretKeyRef: {name: s%zu, key: k}}}]\n", label, pick(o, 5));
}

/* Jobs whose names, repositories, branches and images are few, so that most files say what others say too. */
static void put_jobs(struct opened *o, struct buf *b)
{
    buf_reset(b);
    if (pick(o, 6) == 0)
        put_preset(o, b);
    buf_put(b, STR("presubmits:\n"));
    for (size_t repo = pick(o, 3), end = repo + 1 + pick(o, 2); repo < end; repo++) {
        size_t jobs = pick(o, 4);
        buf_printf(b, "  o%zu/r%zu:%s\n", repo % 2, repo, jobs ? "" : " []");
        for (size_t i = 0; i < jobs; i++)
            buf_printf(b,
                       "  - {name: j%zu, branches: [b%zu, main], cluster: c%zu, labels: {preset-%zu: \"true\"}, "
                       "spec: {containers: [{image: \"i%zu:%zu\", command: [c]}]}}\n",
                       pick(o, 30), pick(o, 4), pick(o, 3), pick(o, 4), pick(o, 9), pick(o, 3));
    }
    if (pick(o, 12) == 0)
        buf_put(b, STR("- {\n"));
}

static void put_settings(struct opened *o, struct buf *b)
{
    buf_reset(b);
    put_preset(o, b);
    buf_printf(b, "tide:\n  queries:\n  - repos: [o%zu/r%zu, o0/r1]\n    includedBranches: [b%zu]\n", pick(o, 2),
               pick(o, 4), pick(o, 4));
    buf_printf(b, "branch-protection:\n  orgs:\n    o%zu:\n      required_status_checks: {contexts: [j%zu]}\n",
               pick(o, 2), pick(o, 30));
}

static void put_plugins(struct opened *o, struct buf *b)
{
    buf_reset(b);
    buf_printf(b, "plugins:\n  o%zu/r%zu: {plugins: [lgtm, p%zu]}\n", pick(o, 2), pick(o, 4), pick(o, 3));
}

static struct str path_of(struct arena *a, size_t n)
{
    return arena_printf(a, "jobs/%s%zu.yaml", n % 3 ? "" : "deep/", n);
}

static void edit(struct opened *o, struct arena *scratch)
{
    struct str path = path_of(scratch, pick(o, 24));
    struct buf b = { 0 };
    size_t what = pick(o, 20);

    if (what == 0) {
        put_settings(o, &b);
        path = STR("c.yaml");
    } else if (what == 1) {
        put_plugins(o, &b);
        path = STR("p.yaml");
    } else {
        put_jobs(o, &b);
    }
    if (what < 15)
        workspace_put(&o->w, path, buf_str(&b));
    else
        workspace_remove(&o->w, path);
    buf_free(&b);
}

static void names_of_fresh(struct opened *o, struct buf *out)
{
    struct workspace *w = &o->w;
    struct findings findings = { 0 };
    struct prow_tree tree;

    prow_tree_load(&tree, &w->files.fs, &w->paths, w->settings, 1, &findings);
    names_text(&tree, out);
    prow_tree_free(&tree);
    findings_free(&findings);
}

static void expect_as_fresh(struct opened *o)
{
    struct buf want = { 0 }, got = { 0 };

    names_of_fresh(o, &want);
    names_text(&o->w.tree, &got);
    buf_char(&want, '\0');
    buf_char(&got, '\0');
    assert_string_equal(got.p, want.p);
    buf_free(&want);
    buf_free(&got);
}

/* Several edits between two looks, now and then none; and looks at one kind alone, so that others are filled late. */
static void edits_leave_what_a_fresh_index_has(void **state)
{
    struct arena scratch = { 0 };
    struct opened o;

    (void)state;
    open_tree(&o);
    for (size_t i = 0; i < 150; i++) {
        struct names n;
        for (size_t edits = pick(&o, 4); edits > 0; edits--)
            edit(&o, &scratch);
        workspace_judge(&o.w);
        n = names_all_of(&o.w.tree);
        names_of_kind(&n, (enum name_kind)pick(&o, NAME_KINDS));
        if (pick(&o, 3))
            expect_as_fresh(&o);
    }
    arena_free(&scratch);
    close_tree(&o);
}

/* One job, with names of its own and some that all jobs share. */
static void put_one(struct opened *o, size_t file, size_t edit)
{
    struct buf b = { 0 };

    buf_printf(&b,
               "presubmits:\n  o/r:\n  - {name: j%zu-%zu, branches: [main], cluster: c, labels: {preset-x: \"true\"}, "
               "spec: {containers: [{image: \"i:1\", command: [c]}]}}\n",
               file, edit);
    workspace_put(&o->w, path_of(&o->arena, file), buf_str(&b));
    buf_free(&b);
}

static void look(struct opened *o)
{
    struct buf b = { 0 };

    workspace_judge(&o->w);
    names_text(&o->w.tree, &b);
    buf_free(&b);
}

/* Steps for an edit of the file in the middle of n, its removal and its return. */
static size_t work_of_edits(size_t n)
{
    struct opened o;
    size_t before;

    open_tree(&o);
    for (size_t i = 0; i < n; i++)
        put_one(&o, i, 0);
    look(&o);
    before = name_index_work(o.w.tree.names);
    put_one(&o, n / 2, 1);
    look(&o);
    workspace_remove(&o.w, path_of(&o.arena, n / 2));
    look(&o);
    put_one(&o, n / 2, 2);
    look(&o);
    before = name_index_work(o.w.tree.names) - before;
    close_tree(&o);
    return before;
}

static void an_edit_costs_what_its_file_says(void **state)
{
    size_t few = work_of_edits(20), many = work_of_edits(320);

    (void)state;
    assert_in_range(few, 20, 400);
    /* 16 times the files are four steps more to a place among them. */
    assert_in_range(many, 0, few * 2);
}

static void memory_does_not_grow_with_edits(void **state)
{
    struct opened o;
    size_t held = 0;

    (void)state;
    open_tree(&o);
    for (size_t i = 0; i < 30; i++)
        put_one(&o, i, 0);
    for (size_t i = 1; i < 400; i++) {
        put_one(&o, i % 30, i);
        look(&o);
        if (i < 200 && name_index_held(o.w.tree.names) > held)
            held = name_index_held(o.w.tree.names);
    }
    assert_in_range(name_index_held(o.w.tree.names), 1, held);
    close_tree(&o);
}

/* A tree that stays while the store goes on to the next one asks for its own names. */
static void two_trees_of_a_store_ask_in_turn(void **state)
{
    struct opened o;
    struct buf first = { 0 }, again = { 0 };
    struct findings findings = { 0 };
    struct prow_tree other;

    (void)state;
    open_tree(&o);
    for (size_t i = 0; i < 5; i++)
        put_one(&o, i, 0);
    workspace_judge(&o.w);
    names_text(&o.w.tree, &first);
    put_one(&o, 2, 1);
    prow_tree_load_for(&other, &o.w.files.fs, &o.w.paths, &o.settings, 1,
                       &(struct load_wish){ .store = o.w.store, .outside = 7 }, &findings);
    names_text(&other, &again);
    assert_false(str_eq(buf_str(&first), buf_str(&again)));
    buf_reset(&again);
    names_text(&o.w.tree, &again);
    assert_true(str_eq(buf_str(&first), buf_str(&again)));
    prow_tree_free(&other);
    findings_free(&findings);
    buf_free(&first);
    buf_free(&again);
    close_tree(&o);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(edits_leave_what_a_fresh_index_has),
        cmocka_unit_test(an_edit_costs_what_its_file_says),
        cmocka_unit_test(memory_does_not_grow_with_edits),
        cmocka_unit_test(two_trees_of_a_store_ask_in_turn),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
