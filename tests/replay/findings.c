/* What the rules about people's mistakes find on real trees that nobody complained of: the good trees of the replays and the
 * corpora. Every warning and error is listed in verdicts.txt with a verdict, true or false, and why; no rule has more than
 * one false alarm in ten, and no error is a false alarm.
 *
 *   replay-findings       checks, and prints a summary
 *   replay-findings -w    ... and lines for what is not listed yet, without a verdict */
#include "harness/suite.h"
#include "replay/tree.h"
#include "rule/rule.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FALSE_ALARMS_PER = 10 };

/* A line of the list; texts that end in "*" stand for all that begin so. */
struct verdict {
    bool is_true;
    struct str rule, repo, file, message, why;
    size_t found;
};

struct told {
    const struct rule *rule;
    size_t all, wrong;
};

struct looking {
    struct suite suite;
    struct bundle bundle;
    const char *bundle_name; /* of the open one; NULL when none is */
    struct map done;         /* trees, and findings, that were looked at */
    struct map rules;        /* id -> struct told */
    struct verdict *verdicts;
    size_t count, cap, trees, findings;
    bool write;
};

static bool stands_for(struct str pattern, struct str text)
{
    return str_ends(pattern, STR("*")) ? str_starts(text, str_slice(pattern, 0, pattern.len - 1))
                                       : str_eq(pattern, text);
}

static struct verdict *verdict_of(struct looking *l, struct str repo, const struct finding *f)
{
    for (size_t i = 0; i < l->count; i++) {
        struct verdict *v = &l->verdicts[i];
        if (str_eq(v->rule, str_c(f->rule->id)) && stands_for(v->repo, repo) && stands_for(v->file, f->at.file) &&
            stands_for(v->message, f->message))
            return v;
    }
    return NULL;
}

static bool is_new(struct looking *l, struct str key)
{
    void **at = map_get(&l->done, key) ? NULL : map_at(&l->done, arena_copy(&l->suite.arena, key));

    if (at)
        *at = l;
    return at != NULL;
}

static void judge(struct looking *l, struct told *told, struct str repo, const struct finding *f)
{
    struct verdict *v = verdict_of(l, repo, f);

    l->findings++;
    told->all++;
    if (v) {
        v->found++;
        told->wrong += !v->is_true;
    } else if (l->write) {
        printf("?\t%s\t%.*s\t%.*s\t%.*s\t%u: %s\n", f->rule->id, STR_ARG(repo), STR_ARG(f->at.file),
               STR_ARG(f->message), f->at.span.line, severity_name(f->severity));
    }
    if (!v || (f->severity == SEVERITY_ERROR && !v->is_true))
        suite_case(&l->suite, f->rule->id, false, "%.*s %.*s:%u: %s: %.*s: %s", STR_ARG(repo), STR_ARG(f->at.file),
                   f->at.span.line, severity_name(f->severity), STR_ARG(f->message),
                   v ? "a false alarm is no error" : "has no verdict");
}

static void look(struct looking *l, struct tree *t, struct str repo)
{
    struct arena a = { 0 };

    l->trees++;
    tree_check(t);
    for (size_t i = 0; i < t->findings.count; i++) {
        const struct finding *f = t->findings.items[i];
        struct told *told = map_get(&l->rules, str_c(f->rule->id));
        if (!told || f->severity < SEVERITY_WARNING || f->suppressed)
            continue;
        arena_reset(&a);
        if (is_new(l, ARENA_JOIN(&a, str_c(f->rule->id), STR(" "), repo, STR(" "), f->at.file, STR(" "), f->message)))
            judge(l, told, repo, f);
    }
    arena_free(&a);
}

static bool open_bundle(struct looking *l, const char *name)
{
    if (l->bundle_name && strcmp(l->bundle_name, name) == 0)
        return true;
    if (l->bundle_name)
        bundle_close(&l->bundle);
    l->bundle_name = name;
    return bundle_open(&l->bundle, suite_shared(&l->suite, arena_printf(&l->suite.arena, "replays/%s", name).p));
}

static void look_at_case(struct looking *l, const json_t *record)
{
    static const enum variant good[] = { BEFORE, FIX };
    const char *id = record_text(record, "id");

    for (int i = 0; i < 2; i++) {
        struct str name = arena_printf(&l->suite.arena, "%s/%s", id, variant_names[good[i]]);
        struct str tree = bundle_tree(&l->bundle, name);
        struct tree t;
        if (tree_open(&t, &l->bundle, record, tree, good[i]) &&
            is_new(l, ARENA_JOIN(&l->suite.arena, tree, STR(" "), t.versions, STR(" "), t.paths.config)))
            look(l, &t, str_c(record_text(record, "repo")));
        tree_close(&t);
    }
}

static void look_at_replays(struct looking *l)
{
    json_t *cases = suite_json(&l->suite, "replays/replays.json"), *record;
    size_t i;

    json_array_foreach(cases, i, record)
    {
        if (open_bundle(l, record_text(record, "bundle")))
            look_at_case(l, record);
        else
            suite_case(&l->suite, record_text(record, "id"), false, "%s", "no bundle");
    }
    if (l->bundle_name)
        bundle_close(&l->bundle);
    json_decref(cases);
}

/* The trees of today. */
static const struct corpus {
    const char *archive, *repo, *config, *jobs, *plugins;
} corpora[] = {
    { "kubernetes-test-infra", "kubernetes today", "config/prow/config.yaml", "config/jobs",
      "config/prow/plugins.yaml" },
    { "istio-test-infra", "istio gcp today", "prow/gcp/config.yaml", "prow/gcp/cluster/jobs", "prow/gcp/plugins.yaml" },
    { "istio-test-infra", "istio aws today", "prow/aws/config.yaml", "prow/aws/cluster/jobs", "prow/aws/plugins.yaml" },
};

static void look_at_corpus(struct looking *l, const struct corpus *c)
{
    const char *archive = suite_shared(&l->suite, arena_printf(&l->suite.arena, "corpora/%s.tar.zst", c->archive).p);
    struct prow_paths paths = { .config = str_c(c->config), .jobs = str_c(c->jobs), .plugins = str_c(c->plugins) };
    struct tree t;

    if (tree_open_archive(&t, archive, &paths))
        look(l, &t, str_c(c->repo));
    else
        suite_skip(&l->suite, archive);
    tree_close(&t);
}

static void read_rule(struct looking *l, struct str id)
{
    const struct rule *rule = rule_find(id);
    struct told *told = ARENA_NEW(&l->suite.arena, struct told);

    suite_case(&l->suite, "verdicts.txt", rule != NULL, "no rule is called %.*s", STR_ARG(id));
    *told = (struct told){ .rule = rule };
    *map_at(&l->rules, id) = told;
}

/* Lines "rule ID", and "true|false<TAB>rule<TAB>repo<TAB>file<TAB>message<TAB>why". */
static void read_line(struct looking *l, struct str line)
{
    struct verdict v = { 0 };
    struct str verdict, rest = line;

    if (str_starts(line, STR("rule "))) {
        read_rule(l, str_slice(line, 5, line.len));
        return;
    }
    if (line.len == 0 || line.p[0] == '#')
        return;
    if (!str_cut(rest, '\t', &verdict, &rest) || !str_cut(rest, '\t', &v.rule, &rest) ||
        !str_cut(rest, '\t', &v.repo, &rest) || !str_cut(rest, '\t', &v.file, &rest) ||
        !str_cut(rest, '\t', &v.message, &v.why) || v.why.len == 0 || !map_get(&l->rules, v.rule)) {
        suite_case(&l->suite, "verdicts.txt", false, "this is no verdict: %.*s", STR_ARG(line));
        return;
    }
    v.is_true = str_eq(verdict, STR("true"));
    l->verdicts = arena_grow(&l->suite.arena, l->verdicts, l->count, &l->cap, sizeof *l->verdicts);
    l->verdicts[l->count++] = v;
}

static void read_verdicts(struct looking *l)
{
    static const char *const lists[] = { "verdicts.txt", "findings-a.txt" };

    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        struct str text, line;
        const char *path = arena_printf(&l->suite.arena, "tests/replay/%s", lists[i]).p;
        if (!suite_read(&l->suite, suite_source(&l->suite, path), &text))
            suite_case(&l->suite, lists[i], false, "%s", "can't be read");
        else
            while (str_cut(text, '\n', &line, &text))
                read_line(l, line);
    }
}

static void judge_rules(struct looking *l)
{
    for (size_t i = 0; i < l->rules.count; i++) {
        const struct told *t = l->rules.entries[i].value;
        suite_case(&l->suite, t->rule ? t->rule->id : "?", t->wrong * FALSE_ALARMS_PER <= t->all,
                   "%zu false alarms among %zu findings", t->wrong, t->all);
        if (t->all)
            printf("%-32.*s %3zu findings, %zu of them false alarms\n", STR_ARG(l->rules.entries[i].key), t->all,
                   t->wrong);
    }
    for (size_t i = 0; i < l->count && !l->suite.sampled && l->suite.skipped == 0; i++) {
        const struct verdict *v = &l->verdicts[i];
        suite_case(&l->suite, "verdicts.txt", v->found > 0, "nothing is found that is listed: %.*s %.*s %.*s %.*s",
                   STR_ARG(v->rule), STR_ARG(v->repo), STR_ARG(v->file), STR_ARG(v->message));
    }
}

int main(int argc, char **argv)
{
    struct looking l = { .write = argc > 1 && strcmp(argv[1], "-w") == 0 };

    suite_begin(&l.suite, "replay-findings", NULL);
    map_init(&l.done, &l.suite.arena);
    map_init(&l.rules, &l.suite.arena);
    read_verdicts(&l);
    look_at_replays(&l);
    for (size_t i = 0; i < sizeof corpora / sizeof *corpora; i++)
        look_at_corpus(&l, &corpora[i]);
    judge_rules(&l);
    printf("%zu trees, %zu findings\n", l.trees, l.findings);
    return suite_end(&l.suite);
}
