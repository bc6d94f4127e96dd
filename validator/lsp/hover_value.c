#include "lsp/hover_value.h"

#include "syntax/cron/cron.h"
#include "syntax/regex/regex.h"

#include <time.h>

/* Longer lists are cut. */
enum { MOST_SHOWN = 8, RUNS = 3 };

static bool is_any(struct str field, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (str_eq(field, str_c(names[i])))
            return true;
    return false;
}

static struct str value_of(const struct hover *h)
{
    const struct chain *c = &h->at.chain;

    return c->count ? node_text(c->links[c->count - 1].value) : STR("");
}

/* Jobs write patterns where others write the branch itself. */
static bool is_pattern(struct str name)
{
    for (size_t i = 0; i < name.len; i++)
        if (strchr("^$*+?()[]{}|\\", name.p[i]))
            return true;
    return false;
}

/* What a pattern can be tried on: the branches that the repository names anywhere, or the files that its patterns
 * name. */
static void try_names(struct hover *h, const struct regex *re, struct str repo, enum name_kind kind, const char *what)
{
    struct names names = names_all_of(&h->at.folder->folder.workspace->tree);
    struct name_range range = names_below(&names, kind, repo);
    struct regex_scratch scratch = { 0 };
    struct str hits = STR(""), misses = STR("");
    size_t hit = 0, missed = 0;

    for (size_t i = 0; i < range.count; i++) {
        struct str name = range.items[i]->text;
        bool is;
        if (is_pattern(name))
            continue;
        is = regex_match(re, &scratch, name, NULL, 0) == REGEX_MATCH;
        struct str *list = is ? &hits : &misses;
        if ((is ? hit++ : missed++) < MOST_SHOWN)
            *list = ARENA_JOIN(&h->arena, *list, list->len ? STR(", ") : STR(""), STR("`"), name, STR("`"));
    }
    regex_scratch_free(&scratch);
    if (hit + missed == 0)
        return;
    hover_put(h, "Matches %zu of %zu %s that the configuration names for %.*s%s%.*s", hit, hit + missed, what,
              STR_ARG(repo), hit ? ": " : "", STR_ARG(hits));
    if (missed)
        buf_printf(&h->out, "; not %.*s", STR_ARG(misses));
}

void hover_regex(struct hover *h)
{
    static const char *const branches[] = { "branches", "skip_branches" };
    static const char *const files[] = { "run_if_changed", "skip_if_only_changed" };
    const struct chain *c = &h->at.chain;
    bool of_branch = is_any(h->field, branches, COUNT_OF(branches)), of_file = is_any(h->field, files, COUNT_OF(files));
    struct regex_error error;
    struct job_spot job;
    struct regex *re;

    if ((!of_branch && !of_file) || !c->on_value || !job_spot_at(h->at.kind, c, &job) ||
        !h->at.folder->folder.workspace->judged)
        return;
    if (!regex_compile(&re, &h->arena, value_of(h), REGEX_GO_NEWEST, &error)) {
        hover_put(h, "No regular expression of Go's: %.*s", STR_ARG(error.message));
        return;
    }
    if (of_branch)
        try_names(h, re, job.repo, NAME_BRANCH, "branches");
    else
        try_names(h, re, job.repo, NAME_CHANGED_FILE, "files");
    regex_free(re);
}

void hover_cron(struct hover *h)
{
    struct str error;
    struct cron cron;
    int64_t at = (int64_t)time(NULL);

    if (!str_eq(h->field, STR("cron")) || !h->at.chain.on_value)
        return;
    if (cron_parse(value_of(h), &h->arena, &cron, &error) != CRON_OK) {
        hover_put(h, "No schedule: %.*s", STR_ARG(error));
        return;
    }
    for (int i = 0; i < RUNS && cron_next(&cron, at, &at); i++) {
        time_t t = (time_t)at;
        struct tm utc;
        char text[64];
        if (!gmtime_r(&t, &utc) || !strftime(text, sizeof text, "%a %Y-%m-%d %H:%M", &utc))
            return;
        if (i == 0)
            hover_put(h, "Next runs (UTC): %s", text);
        else
            buf_printf(&h->out, ", %s", text);
    }
}

static void put_places(struct hover *h, const struct named *n, const struct named_uses *uses, bool definitions,
                       const char *words)
{
    size_t put = 0;

    for (size_t i = 0; i < uses->count; i++) {
        const struct name_use *u = uses->items[i];
        if (named_is_definition(n, u) != definitions)
            continue;
        if (put == 0)
            hover_put(h, "%s ", words);
        if (put++ < MOST_SHOWN)
            buf_printf(&h->out, "%s%.*s:%u", put > 1 ? ", " : "", STR_ARG(u->at.file), u->at.span.line);
    }
    if (put > MOST_SHOWN)
        buf_printf(&h->out, " and %zu more", put - MOST_SHOWN);
}

static void put_label(struct hover *h, const struct named *n, const struct named_uses *uses)
{
    size_t jobs = 0;

    for (size_t i = 0; i < uses->count; i++)
        jobs += uses->items[i]->job && str_eq(uses->items[i]->value, n->value);
    put_places(h, n, uses, true, "Preset:");
    hover_put(h, "Asked for by %zu job%s", jobs, str_plural(jobs));
}

void hover_name(struct hover *h)
{
    struct named_uses uses;
    struct named n;

    if (!h->at.folder->folder.workspace->judged || !named_at(h->at.kind, &h->at.chain, &h->arena, &n))
        return;
    named_uses(&h->at.folder->folder.workspace->tree, &n, &h->arena, &uses);
    switch (n.kind) {
    case NAME_LABEL:
        put_label(h, &n, &uses);
        break;
    case NAME_CONTEXT:
        put_places(h, &n, &uses, true, "Reported by");
        put_places(h, &n, &uses, false, "Named by branch protection or tide at");
        break;
    case NAME_JOB:
        n.kind = NAME_CONTEXT;
        named_uses(&h->at.folder->folder.workspace->tree, &n, &h->arena, &uses);
        put_places(h, &n, &uses, false, "Its status is named by branch protection or tide at");
        break;
    default:
        if (uses.count > 1)
            hover_put(h, "Named at %zu places of this tree", uses.count);
    }
}
