#include "command/checkconfig.h"

#include "prow/files/setting.h"

#include <string.h>

struct judging {
    const struct checkconfig_options *options;
    const struct prow_tree *tree;
    struct findings *findings;
    struct checkconfig_result *result;
};

/* Whether a rule is one of the warnings that run; a name that is on no list stands for a check that always runs. */
static bool warning_is_on(const struct checkconfig_options *o, const char *rule_warning)
{
    bool listed = false;

    for (size_t i = 0; i < warning_count; i++) {
        if (strcmp(warnings[i].rule_warning, rule_warning) != 0)
            continue;
        listed = true;
        if (checkconfig_runs(o, &warnings[i]))
            return true;
    }
    return !listed;
}

static bool runs(const struct checkconfig_options *o, const char *name)
{
    return checkconfig_runs(o, warning_find(str_c(name)));
}

/* Warnings run as the options say; everything else runs, and is told as information where checkconfig has no such
 * check. */
static void settle_rules(struct rule_settings *s, struct arena *a, const struct checkconfig_options *o)
{
    rule_settings_init(s, a, &o->deployed.window);
    for (size_t i = 0; i < rule_count; i++)
        if (rules[i]->warning && !rules[i]->undecided && !rules[i]->fact)
            s->severity[i] = warning_is_on(o, rules[i]->warning) ? SEVERITY_WARNING : SEVERITY_OFF;
    for (size_t i = 0; i < rule_count; i++)
        if (rules[i]->with_warning)
            s->severity[i] = runs(o, rules[i]->with_warning) ? SEVERITY_ERROR : SEVERITY_OFF;
}

/* What prowgate calls undecided, Prow may log and pass over. */
static bool walk_refuses(const struct prow_tree *t, const struct finding *f)
{
    bool noticed = false;

    for (size_t w = 0; w < t->walk_count; w++)
        for (size_t i = 0; i < t->walks[w].notice_count; i++) {
            const struct jobtree_notice *n = &t->walks[w].notices[i];
            if (!str_eq(n->path, f->at.file))
                continue;
            noticed = true;
            if (n->refuses || n->kind == JOBTREE_SPECIAL_FILE)
                return true;
        }
    return !noticed;
}

bool checkconfig_refuses(const struct prow_tree *t, const struct finding *f)
{
    return f->rule->fact || (f->rule->undecided && !f->rule->ours && walk_refuses(t, f));
}

/* Something that the drop-in alone was told of can't be looked at. */
static bool keeps_from_deciding(const struct finding *f)
{
    return f->rule->ours && f->rule->undecided;
}

static void find_error(const struct judging *j)
{
    j->result->error = checkconfig_error(j->tree, j->findings);
    /* The client is made before any warning runs. */
    if (j->result->error.len == 0 && runs(j->options, "verify-owners-presence") && !j->options->github_token &&
        j->options->paths.facts.checkout_count == 0)
        j->result->error = STR("cannot verify OWNERS file presence without a GitHub token");
}

static bool is_warning(const struct finding *f)
{
    return f->rule->warning && !f->rule->fact && !f->rule->undecided;
}

/* What checkconfig logs without counting it (fact sheet 6.3) has words of its own; what it does not know at all becomes
 * information. */
static void grade(const struct judging *j)
{
    for (size_t i = 0; i < j->findings->count; i++) {
        struct finding *f = j->findings->items[i];
        if (checkconfig_refuses(j->tree, f) || keeps_from_deciding(f)) {
            f->severity = SEVERITY_ERROR;
        } else if (is_warning(f)) {
            f->severity = SEVERITY_WARNING;
            j->result->warnings++;
        } else {
            f->severity = f->prow_message.len ? SEVERITY_WARNING : SEVERITY_INFO;
        }
    }
}

/* A key that the strict reading names already is not told twice. Findings are sorted, so they stand together. */
static void drop_told_twice(struct findings *list)
{
    size_t kept = 0;

    for (size_t first = 0, end; first < list->count; first = end) {
        bool strictly = false;
        for (end = first; end < list->count && str_eq(list->items[end]->at.file, list->items[first]->at.file) &&
                          list->items[end]->at.span.line == list->items[first]->at.span.line &&
                          list->items[end]->at.span.column == list->items[first]->at.span.column;
             end++)
            strictly = strictly || list->items[end]->rule->key == KEY_TOLD_STRICTLY;
        for (size_t i = first; i < end; i++)
            if (!strictly || list->items[i]->rule->key != KEY_TOLD)
                list->items[kept++] = list->items[i];
    }
    list->count = kept;
}

/* Why nothing is decided: the first reason counts. */
static void find_undecided(const struct judging *j, const struct findings *found)
{
    struct checkconfig_result *r = j->result;
    struct arena *a = &j->findings->arena;

    for (size_t i = 0; i < found->count && r->undecided.len == 0; i++) {
        const struct finding *f = found->items[i];
        if (keeps_from_deciding(f))
            r->undecided = ARENA_JOIN(a, f->at.file, f->at.file.len ? STR(": ") : STR(""), f->message);
    }
}

/* unknown-fields-all loads the main file and the jobs a second time, without supplemental folders: what is only valid
 * together with them becomes a warning (fact sheet 5.2). */
static void load_without_supplements(const struct judging *j, const struct fs *fs, const struct rule_settings *settings)
{
    struct prow_paths paths = { .config = j->options->paths.config, .jobs = j->options->paths.jobs };
    struct findings found = { 0 };
    struct prow_tree tree;
    struct finding *f;

    if (!runs(j->options, "unknown-fields-all") || j->options->paths.supplemental_config_count == 0)
        return;
    prow_tree_load(&tree, fs, &paths, settings, j->options->threads, &found);
    findings_sort(&found);
    for (size_t i = 0; i < found.count; i++) {
        struct place at = { arena_copy(&j->findings->arena, found.items[i]->at.file), found.items[i]->at.span };
        if (!checkconfig_refuses(&tree, found.items[i]))
            continue;
        f = report_rule(settings, j->findings, STR("unknown-fields-all"), at,
                        "without the supplemental folders, which this warning leaves out, the configuration is "
                        "refused: %.*s",
                        STR_ARG(found.items[i]->message));
        f->prow_message = arena_copy(&j->findings->arena, checkconfig_words(found.items[i]));
    }
    find_undecided(j, &found);
    findings_free(&found);
    prow_tree_free(&tree);
}

static void note_log_level(const struct judging *j)
{
    static const char *const silent[] = { "error", "fatal", "panic" };
    struct setting level = setting_find(j->tree, "log_level");

    for (size_t i = 0; i < COUNT_OF(silent); i++)
        if (fold_equal(setting_text(&level), str_c(silent[i])))
            j->result->hidden = str_c(silent[i]);
}

void checkconfig_evaluate(const struct checkconfig_options *o, const struct fs *fs, struct prow_tree *tree,
                          struct findings *findings, struct checkconfig_result *result)
{
    struct judging j = { o, tree, findings, result };
    struct rule_settings settings;

    *result = (struct checkconfig_result){ 0 };
    settle_rules(&settings, &findings->arena, o);
    prow_tree_load(tree, fs, &o->paths, &settings, o->threads, findings);
    findings_sort(findings);
    find_error(&j);
    find_undecided(&j, findings);
    if (result->error.len == 0)
        load_without_supplements(&j, fs, &settings);
    findings_sort(findings);
    drop_told_twice(findings);
    grade(&j);
    note_log_level(&j);
    result->verdict = verdict_from(result->undecided.len, result->error.len + (o->strict ? result->warnings : 0));
}
