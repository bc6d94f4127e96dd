#include "simulate/comment.h"

#include "schema/behaviour.h"

static const char *const expressions[] = {
    [COMMAND_TEST_ALL] = "(?m)^/test all,?($|\\s.*)",
    [COMMAND_RETEST] = "(?m)^/retest\\s*$",
    [COMMAND_RETEST_REQUIRED] = "(?m)^/retest-required\\s*$",
    [COMMAND_TEST_MANUAL_REQUIRED] = "(?m)^/test-manual-required\\s*$",
    [COMMAND_OK_TO_TEST] = "(?m)^/ok-to-test\\s*$",
    [COMMAND_OK_TO_TEST_CANCEL] = "(?m)^/ok-to-test\\s+cancel\\s*$",
    [COMMAND_TEST_BY_LABEL] = "(?m)^/test-by-label (.+)$",
    [COMMAND_TEST_HELP] = "(?m)^/test[ \\t]*\\?\\s*$",
    [COMMAND_TEST_NOTHING] = "(?m)^/test\\s*$",
    [COMMAND_RETEST_SOMETHING] = "(?m)^/retest[ \\t]+\\S+",
    [COMMAND_TEST_SOMETHING] = "(?m)^/test[ \\t]+\\S+",
};

static bool knows(const struct simulation *s, enum behaviour b)
{
    return behaviour_may_hold(s->window, b);
}

static bool says(const struct simulation *s, struct str text, enum command command)
{
    return patterns_match(s->tree->patterns, str_c(expressions[command]), text);
}

/* The marks of a fence: three or more of one kind, at most three blanks before them; 0 for none. */
static size_t fence(struct str line, char *mark)
{
    size_t at = 0, n = 0;

    while (at < line.len && at < 4 && line.p[at] == ' ')
        at++;
    if (at > 3 || at == line.len || (line.p[at] != '`' && line.p[at] != '~'))
        return 0;
    *mark = line.p[at];
    while (at + n < line.len && line.p[at + n] == *mark)
        n++;
    return n >= 3 ? n : 0;
}

/* After an opening fence of backticks there are none on its line. */
static bool opens(struct str line, size_t *length, char *mark)
{
    struct str info;

    *length = fence(line, mark);
    if (!*length)
        return false;
    info = str_from(line, str_find_char(line, *mark) + *length);
    return *mark == '~' || str_find_char(info, '`') == SIZE_MAX;
}

static bool closes(struct str line, size_t length, char mark)
{
    char found;
    size_t n = fence(line, &found);

    return n >= length && found == mark && str_trim(str_from(line, str_find_char(line, mark) + n)).len == 0;
}

/* markdown.DropCodeBlock: without fenced blocks. */
static struct str without_code(struct arena *a, struct str text)
{
    struct buf b = { 0 };
    struct str line, rest = text, kept;
    size_t length = 0;
    char mark = 0;

    while (rest.len) {
        bool more = str_cut(rest, '\n', &line, &rest);
        if (length) {
            if (closes(str_trim_suffix(line, STR("\r")), length, mark))
                length = 0;
            continue;
        }
        if (opens(line, &length, &mark))
            continue;
        length = 0;
        buf_put(&b, line);
        if (more)
            buf_char(&b, '\n');
    }
    kept = arena_copy(a, buf_str(&b));
    buf_free(&b);
    return kept;
}

void comment_read(struct comment *c, const struct simulation *s, const struct pull_request *pr)
{
    *c = (struct comment){ .pr = pr, .text = pr->comment };
    if (knows(s, BEHAVIOUR_TRIGGER_IGNORES_CODE))
        c->text = without_code(s->arena, pr->comment);
}

bool comment_says(const struct comment *c, const struct simulation *s, enum command command)
{
    return says(s, c->text, command);
}

bool comment_concerns(const struct comment *c, const struct simulation *s)
{
    static const enum command always[] = { COMMAND_RETEST,        COMMAND_OK_TO_TEST,   COMMAND_TEST_ALL,
                                           COMMAND_TEST_HELP,     COMMAND_TEST_NOTHING, COMMAND_RETEST_SOMETHING,
                                           COMMAND_TEST_SOMETHING };

    for (size_t i = 0; i < sizeof always / sizeof *always; i++)
        if (says(s, c->text, always[i]))
            return true;
    if ((knows(s, BEHAVIOUR_TRIGGER_RETEST_REQUIRED) && says(s, c->text, COMMAND_RETEST_REQUIRED)) ||
        (knows(s, BEHAVIOUR_TRIGGER_TEST_MANUAL_REQUIRED) && says(s, c->text, COMMAND_TEST_MANUAL_REQUIRED)) ||
        (knows(s, BEHAVIOUR_TRIGGER_OK_TO_TEST_CANCEL) && says(s, c->text, COMMAND_OK_TO_TEST_CANCEL)))
        return true;
    for (size_t i = 0; s->presubmits && i < s->presubmits->count; i++)
        if (job_is_asked_for(s, s->presubmits->jobs[i], c->text))
            return true;
    return false;
}

/* What the comment asks for beside jobs by name. */
struct asking {
    struct str comment;
    bool retest, retest_required, manual_required, test_all;
    struct map failed, all; /* statuses by context */
};

static bool retests(const struct asking *x, const struct job_summary *j, bool *failed)
{
    *failed = map_get(&x->failed, j->context) != NULL;
    return *failed || (!job_needs_trigger(j) && !map_get(&x->all, j->context));
}

/* The first filter that takes the job decides how it runs. */
static struct choice choose(const void *context, const struct simulation *s, const struct job_summary *j)
{
    const struct asking *x = context;
    bool failed;

    if (job_is_asked_for(s, j, x->comment))
        return (struct choice){ true, true, true };
    if ((x->retest || (x->retest_required && !j->optional)) && retests(x, j, &failed))
        return (struct choice){ true, false, failed };
    if (x->manual_required && !j->optional && job_needs_trigger(j))
        return (struct choice){ true, false, true };
    return (struct choice){ .chosen = x->test_all && !job_needs_trigger(j) };
}

static void index_statuses(struct asking *x, const struct simulation *s, const struct pull_request *pr)
{
    map_init(&x->failed, s->arena);
    map_init(&x->all, s->arena);
    for (size_t i = 0; i < pr->status_count; i++) {
        const struct commit_status *c = &pr->statuses[i];
        *map_at(&x->all, c->context) = x;
        if (str_eq(c->state, STR("failure")) || str_eq(c->state, STR("error")))
            *map_at(&x->failed, c->context) = x;
    }
}

void comment_filter(struct started *out, const struct comment *c, const struct simulation *s, bool honour_ok_to_test)
{
    struct str body = c->pr->comment;
    struct asking x = {
        .comment = body,
        .retest = says(s, body, COMMAND_RETEST),
        .retest_required = knows(s, BEHAVIOUR_TRIGGER_RETEST_REQUIRED) && says(s, body, COMMAND_RETEST_REQUIRED),
        .manual_required =
            knows(s, BEHAVIOUR_TRIGGER_TEST_MANUAL_REQUIRED) && says(s, body, COMMAND_TEST_MANUAL_REQUIRED),
        .test_all = (honour_ok_to_test && says(s, body, COMMAND_OK_TO_TEST)) || says(s, body, COMMAND_TEST_ALL),
    };

    index_statuses(&x, s, c->pr);
    presubmits_filter(out, s, c->pr->branch, &c->pr->files, choose, &x);
}

bool comment_wants_help(const struct comment *c, const struct simulation *s, size_t started, struct str *note)
{
    *note = STR("");
    if (says(s, c->text, COMMAND_TEST_HELP))
        return true;
    if (says(s, c->text, COMMAND_TEST_NOTHING))
        return *note = STR("The `/test` command needs one or more targets.\n"), true;
    if (says(s, c->text, COMMAND_RETEST_SOMETHING))
        return *note = STR("The `/retest` command does not accept any targets.\n"), true;
    if (started == 0 && says(s, c->text, COMMAND_TEST_ALL))
        return *note = STR("No jobs can be run with `/test all`.\n"), true;
    if (started == 0 && says(s, c->text, COMMAND_TEST_SOMETHING))
        return *note = STR("The specified target(s) for `/test` were not found.\n"), true;
    return false;
}
