#include "command/versions.h"

#include "base/pool.h"
#include "command/command.h"
#include "command/output.h"
#include "command/version.h"
#include "command/versions_tools.h"
#include "command/window.h"
#include "schema/mainline.h"

enum { MOST_THREADS = 64 };

static const struct flag flags[] = {
    PROJECT_FLAGS,
    { "format", FLAG_TEXT, "NAME", "what goes to standard output: text (default) or json" },
    { "color", FLAG_TEXT, "WHEN", "auto (default), always or never" },
    { "jobs", FLAG_NUMBER, "N", "files read at once (default: the CPUs of this machine)" },
    { "help", FLAG_SWITCH, NULL, "show this" },
    { NULL, FLAG_SWITCH, NULL, NULL },
};

struct version version_at(uint32_t position, struct arena *a)
{
    return (struct version){
        .text = version_tag(position, a),
        .day = version_day_of(position),
        .earliest = position,
        .latest = position,
        .era = position < mainline_moved ? VERSION_TEST_INFRA : VERSION_PROW,
        .known = true,
    };
}

static struct side side_of(struct version v, struct arena *a)
{
    struct version *kept = ARENA_NEW(a, struct version);

    *kept = v;
    return (struct side){ { kept, 1 }, kept->text };
}

/* One version as it was typed. */
static bool read_side(struct side *s, struct arena *a, struct str text)
{
    struct version v;
    struct str error;

    if (!version_parse(text, &v, a, &error)) {
        command_fail(NULL, "versions: \"%.*s\": %.*s", STR_ARG(text), STR_ARG(error));
        return false;
    }
    *s = str_eq(v.text, STR("latest")) ? side_of(version_newest(), a) : side_of(v, a);
    s->name = s->window.versions[0].text;
    if (v.newer)
        fprintf(stderr, "prowgate: %.*s is newer than the newest version that prowgate knows, and taken for that one\n",
                STR_ARG(v.text));
    return true;
}

/* What is deployed: the left side where nothing stands before "..". */
static bool deployed_side(struct side *s, struct arena *a, const struct project *p, const struct fs *fs)
{
    struct deployed_window d;

    if (!deployed_window_find(&d, a, p, fs))
        return false;
    *s = (struct side){ d.window, STR("") };
    for (size_t i = 0; i < d.window.count; i++)
        s->name = ARENA_JOIN(a, s->name, i ? STR(", ") : STR(""), d.versions[i].text);
    return true;
}

static void compare(struct comparison *c, struct arena *a)
{
    c->backward = version_compare(&c->from.window.versions[0], &c->to.window.versions[0]) > 0;
    changes_between(&c->changes, a, &c->from.window, &c->to.window);
}

struct asked {
    const struct args *args;
    struct arena *arena;
    bool json;
    struct buf out;
};

static void end_json(struct asked *k, json_t *o)
{
    json_print(o, 2, &k->out);
    buf_char(&k->out, '\n');
}

static void put_timeline(struct asked *k)
{
    json_t *o;

    if (!k->json) {
        timeline_text(k->arena, &k->out);
        return;
    }
    o = report_begin_json(PROWGATE_VERSION);
    timeline_json(k->arena, o);
    end_json(k, o);
}

/* What one commit brought: it is compared with the one before it. */
static void compare_with_previous(struct comparison *c, struct arena *a, const struct version *v)
{
    *c = (struct comparison){ side_of(version_at(v->latest ? v->latest - 1 : 0, a), a), side_of(*v, a), { 0 }, false };
    if (v->known)
        changes_between(&c->changes, a, &c->from.window, &c->to.window);
}

static void put_version_text(struct asked *k, const struct version *v, const struct comparison *c)
{
    struct arena *a = k->arena;
    struct str newest = version_tag(mainline_count - 1, a);

    if (!v->known) {
        buf_printf(&k->out,
                   "%.*s: of %.*s; its commit is not on Prow's main line, so it may be any state from %.*s "
                   "to %.*s\n",
                   STR_ARG(v->text), STR_ARG(version_date(v->day, a)), STR_ARG(version_tag(v->earliest, a)),
                   STR_ARG(version_tag(v->latest, a)));
        return;
    }
    buf_printf(&k->out, "%.*s: commit %012llx of kubernetes%s", STR_ARG(v->text),
               (unsigned long long)mainline[v->latest].commit,
               v->latest < mainline_moved ? "/test-infra" : "-sigs/prow");
    if (mainline[v->latest].pull)
        buf_printf(&k->out, ", pull request %u", (unsigned)mainline[v->latest].pull);
    buf_printf(&k->out, ", %.*s; number %u of %u on Prow's main line\n",
               STR_ARG(version_date(version_day_of(v->latest), a)), (unsigned)v->latest + 1, (unsigned)mainline_count);
    buf_put(&k->out, STR("it brought:\n"));
    changes_text(c, a, "  ", &k->out);
    if (v->latest + 1 < mainline_count)
        buf_printf(&k->out, "prowgate versions %.*s..%.*s shows what came after it\n", STR_ARG(v->text),
                   STR_ARG(newest));
}

static void put_version_json(struct asked *k, const struct version *v, const struct comparison *c)
{
    json_t *o = report_begin_json(PROWGATE_VERSION);

    json_put_string(o, "version", v->text);
    json_put_string(o, "date", version_date(v->day, k->arena));
    json_put_bool(o, "known", v->known);
    if (v->known) {
        json_put_string(o, "commit", arena_printf(k->arena, "%012llx", (unsigned long long)mainline[v->latest].commit));
        if (mainline[v->latest].pull)
            json_put_int(o, "pull", mainline[v->latest].pull);
    }
    json_put_string(o, "earliest", version_tag(v->earliest, k->arena));
    json_put_string(o, "latest", version_tag(v->latest, k->arena));
    comparison_json(c, k->arena, o);
    end_json(k, o);
}

static enum exit_status show_version(struct asked *k, struct str text)
{
    struct comparison c;
    struct side s;

    if (k->args->word_count > 1)
        return command_fail(NULL,
                            "versions: two versions are compared in a tree: %.*s..latest, or ..%.*s from what is "
                            "deployed",
                            STR_ARG(text), STR_ARG(text));
    if (!read_side(&s, k->arena, text))
        return EXIT_UNDECIDED;
    compare_with_previous(&c, k->arena, &s.window.versions[0]);
    if (k->json)
        put_version_json(k, &s.window.versions[0], &c);
    else
        put_version_text(k, &s.window.versions[0], &c);
    return EXIT_PASS;
}

static void put_findings_text(struct asked *k, struct str title, const struct findings *list, const struct fs *fs)
{
    struct report r = { .findings = list, .fs = fs, .color = output_color(k->args), .quiet = true };

    buf_printf(&k->out, "\n%.*s: ", STR_ARG(title));
    if (list->count == 0) {
        buf_put(&k->out, STR("nothing\n"));
        return;
    }
    buf_printf(&k->out, "%zu finding%s\n\n", list->count, str_plural(list->count));
    report_text(&r, &k->out);
    k->out.len--; /* the empty line that ends the last finding */
}

static void put_counts(struct buf *out, const struct findings *list, const char *what)
{
    const struct report r = { .findings = list };
    size_t errors = report_count(&r, SEVERITY_ERROR), warnings = report_count(&r, SEVERITY_WARNING);

    buf_printf(out, "%zu error%s and %zu warning%s %s", errors, str_plural(errors), warnings, str_plural(warnings),
               what);
}

static void put_tree_text(struct asked *k, const struct comparison *c, const struct tree_changes *t,
                          const struct fs *fs)
{
    struct arena *a = k->arena;

    put_findings_text(k, ARENA_JOIN(a, STR("appears with "), c->to.name, STR(" in this tree")), &t->appear, fs);
    put_findings_text(k, ARENA_JOIN(a, STR("goes with "), c->to.name, STR(" in this tree")), &t->vanish, fs);
    if (t->undecided.count)
        put_findings_text(k, STR("nothing is decided"), &t->undecided, fs);
    buf_printf(&k->out, "\n%s: ", verdict_name(t->verdict));
    put_counts(&k->out, &t->appear, "appear, ");
    put_counts(&k->out, &t->vanish, "go\n");
}

static void put_findings_json(struct asked *k, json_t *o, const char *key, const struct findings *findings)
{
    json_t *list = json_put_array(o, key);

    for (size_t i = 0; i < findings->count; i++)
        report_finding_json(list, k->arena, &(struct report_seen){ 0 }, findings->items[i]);
}

static void put_comparison(struct asked *k, const struct comparison *c, const struct tree_changes *t,
                           const struct fs *fs)
{
    json_t *o;

    if (!k->json) {
        comparison_text(c, k->arena, &k->out);
        if (t)
            put_tree_text(k, c, t, fs);
        return;
    }
    o = report_begin_json(PROWGATE_VERSION);
    if (t)
        json_put_string(o, "verdict", str_c(verdict_name(t->verdict)));
    comparison_json(c, k->arena, o);
    if (t) {
        put_findings_json(k, o, "appear", &t->appear);
        put_findings_json(k, o, "vanish", &t->vanish);
        if (t->undecided.count)
            put_findings_json(k, o, "undecided", &t->undecided);
    }
    end_json(k, o);
}

/* Whether a tree was named, by a word or by a flag. */
static bool has_tree(const struct args *args)
{
    for (size_t i = 0; i < args->given_count; i++)
        if (!str_eq(str_c(args->given[i].flag->name), STR("format")) &&
            !str_eq(str_c(args->given[i].flag->name), STR("color")) &&
            !str_eq(str_c(args->given[i].flag->name), STR("deployed")))
            return true;
    return args->word_count > 1;
}

static enum exit_status compare_in_tree(struct asked *k, struct comparison *c, const struct project *p,
                                        const struct fs *fs)
{
    unsigned threads = args_number(k->args, "jobs", pool_cpus());
    enum exit_status status = EXIT_UNDECIDED;
    struct tree_changes t;

    if (threads == 0 || threads > MOST_THREADS)
        return command_fail(NULL, "--jobs takes 1 to %d", MOST_THREADS);
    if (c->from.window.count == 0 && !deployed_side(&c->from, k->arena, p, fs))
        return EXIT_UNDECIDED;
    compare(c, k->arena);
    if (tree_changes_find(&t, k->arena, p, fs, c, threads)) {
        put_comparison(k, c, &t, fs);
        status = exit_status_of(t.verdict);
    }
    tree_changes_free(&t);
    return status;
}

/* The left side without a tree: the versions of --deployed. */
static bool given_side(struct side *s, const struct asked *k, struct str to)
{
    struct project p = { 0 };

    p.versions = ARENA_ARRAY(k->arena, struct str, k->args->given_count);
    while (args_nth(k->args, "deployed", p.version_count, &p.versions[p.version_count]))
        p.version_count++;
    if (p.version_count)
        return deployed_side(s, k->arena, &p, NULL);
    command_fail(NULL,
                 "versions: say from which version: A..%.*s; or name a tree, to start from what is deployed there",
                 STR_ARG(to));
    return false;
}

static enum exit_status show_range(struct asked *k, struct str from, struct str to)
{
    struct comparison c = { 0 };
    struct source source;
    struct project p;
    enum exit_status status;

    if ((from.len && !read_side(&c.from, k->arena, from)) || !read_side(&c.to, k->arena, to.len ? to : STR("latest")))
        return EXIT_UNDECIDED;
    if (!has_tree(k->args)) {
        if (from.len == 0 && !given_side(&c.from, k, to))
            return EXIT_UNDECIDED;
        compare(&c, k->arena);
        put_comparison(k, &c, NULL, NULL);
        return EXIT_PASS;
    }
    if (!project_open(&p, &source, k->arena, k->args, k->args->word_count > 1 ? k->args->words[1] : STR(".")))
        return EXIT_UNDECIDED;
    status = compare_in_tree(k, &c, &p, source.fs);
    source_close(&source);
    return status;
}

/* Of ARO-Tools, with the lines of a tree's pipelines that are touched. */
static enum exit_status show_tools(struct asked *k, struct str word)
{
    struct findings findings = { 0 };
    struct pipeline_counts counts = { 0 };
    struct rule_settings settings;
    struct window window = { 0 };
    struct project project;
    struct rollout rollout;
    struct source source;
    enum exit_status status = EXIT_UNDECIDED;

    if (k->args->word_count < 2)
        return tools_versions_show(word, k->json, NULL, k->arena, &k->out);
    if (!project_open(&project, &source, k->arena, k->args, k->args->words[1]))
        return EXIT_UNDECIDED;
    if (!project.has_pipelines) {
        command_fail(k->args, "%s: there are no deployment pipelines", project.root);
    } else {
        rule_settings_init(&settings, k->arena, &window);
        rollout_check(&rollout, source.fs, &project.pipelines, false, &settings, &findings, &counts);
        status = tools_versions_show(word, k->json, &rollout, k->arena, &k->out);
        rollout_free(&rollout);
        findings_free(&findings);
    }
    source_close(&source);
    return status;
}

static enum exit_status show(struct asked *k)
{
    struct str word = k->args->word_count ? k->args->words[0] : STR("");
    size_t dots = str_find(word, STR(".."));

    if (k->args->word_count == 0 && !has_tree(k->args) && !args_has(k->args, "deployed")) {
        put_timeline(k);
        return EXIT_PASS;
    }
    if (k->args->word_count == 0)
        return show_range(k, STR(""), STR(""));
    if (tools_versions_meant(word))
        return show_tools(k, word);
    if (dots == SIZE_MAX)
        return show_version(k, word);
    return show_range(k, str_slice(word, 0, dots), str_from(word, dots + 2));
}

static enum exit_status versions(struct arena *arena, const struct args *args)
{
    struct str format = args_text(args, "format", STR("text"));
    struct asked k = { .args = args, .arena = arena, .json = str_eq(format, STR("json")) };
    enum exit_status status;

    if (!output_check(args))
        return EXIT_UNDECIDED;
    status = show(&k);
    if (k.out.len)
        fwrite(k.out.p, 1, k.out.len, stdout);
    buf_free(&k.out);
    return status;
}

const struct command command_versions = {
    .name = "versions",
    .words = "[VERSION | A..B [ROOT]]",
    .summary = "Show known versions, or what changed between two, and which lines of a tree it touches",
    .flags = flags,
    .most_words = 2,
    .run = versions,
};
