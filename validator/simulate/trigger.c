#include "simulate/trigger.h"

#include "schema/behaviour.h"
#include "simulate/comment.h"

static bool knows(const struct simulation *s, enum behaviour b)
{
    return behaviour_may_hold(s->window, b);
}

static bool has_label(const struct pull_request *pr, struct str label)
{
    for (size_t i = 0; i < pr->label_count; i++)
        if (str_eq(pr->labels[i], label))
            return true;
    return false;
}

static void add_label(struct trigger_answer *out, struct str label)
{
    out->labels_added[out->added_count++] = label;
}

static void remove_label(struct trigger_answer *out, struct str label)
{
    out->labels_removed[out->removed_count++] = label;
}

/* RunRequested: conflicts with the branch keep jobs from starting. */
static void run(struct trigger_answer *out, const struct simulation *s, const struct pull_request *pr)
{
    if (pr->unmergeable && knows(s, BEHAVIOUR_TRIGGER_SKIPS_UNMERGEABLE))
        out->started.count = 0;
}

static void build_all(struct trigger_answer *out, const struct simulation *s, const struct pull_request *pr)
{
    if (pr->draft)
        return;
    presubmits_test_all(&out->started, s, pr->branch, &pr->files);
    run(out, s, pr);
}

/* TrustedPullRequest; *by_label says that it is only for its label. */
static bool is_trusted_pull(const struct trigger_options *o, const struct simulation *s, const struct pull_request *pr,
                            bool *by_label)
{
    *by_label = !is_trusted(o, s, &pr->author);
    return !*by_label || has_label(pr, STR("ok-to-test"));
}

static void build_if_trusted(struct trigger_answer *out, const struct simulation *s, const struct trigger_options *o,
                             const struct pull_request *pr)
{
    bool by_label;

    if (!is_trusted_pull(o, s, pr, &by_label))
        return;
    if (by_label && has_label(pr, STR("needs-ok-to-test")))
        remove_label(out, STR("needs-ok-to-test"));
    build_all(out, s, pr);
}

static struct str welcome(const struct simulation *s, const struct trigger_options *o, const struct pull_request *pr)
{
    struct arena *a = s->arena;
    struct str name = pr->author.name, org = s->org, more = STR(""), url = o->join_org_url;
    struct str listed = ARENA_JOIN(a,
                                   STR("I understand the commands that are listed [here]"
                                       "(https://go.k8s.io/bot-commands?repo="),
                                   org, STR("%2F"), s->repo, STR(")."));
    struct str between = knows(s, BEHAVIOUR_TRIGGER_WELCOME_IN_PARAGRAPHS) ? STR("\n\n") : STR(" ");

    if (o->ignore_ok_to_test)
        return ARENA_JOIN(a, STR("Hi @"), name,
                          STR(". Thanks for your PR.\n\nPRs from untrusted users cannot be marked as trusted with "
                              "`/ok-to-test` in this repo meaning untrusted PR authors can never trigger tests "
                              "themselves. Collaborators can still trigger tests on the PR using `/test all`.\n\n"),
                          listed);
    if (o->trusted_org.len && !str_eq(o->trusted_org, org))
        more = ARENA_JOIN(a, STR("or ["), o->trusted_org, STR("](https://github.com/orgs/"), o->trusted_org,
                          STR("/people) "));
    if (!url.len)
        url = ARENA_JOIN(a, STR("https://github.com/orgs/"), org, STR("/people"));
    return ARENA_JOIN(a, STR("Hi @"), name, STR(". Thanks for your PR.\n\nI'm waiting for a ["), org,
                      STR("](https://github.com/orgs/"), org, STR("/people) "), more,
                      STR("member to verify that this patch is reasonable to test. If it is, they should reply with "
                          "`/ok-to-test` on its own line. Until that is done, I will not automatically test new "
                          "commits in this PR, but the usual testing commands by org members will still work."),
                      between, STR("Regular contributors should [join the org]("), url,
                      STR(") to skip this step.\n\nOnce the patch is verified, the new status will be reflected by the "
                          "`ok-to-test` label.\n\n"),
                      listed);
}

static void opened(struct trigger_answer *out, const struct simulation *s, const struct trigger_options *o,
                   const struct pull_request *pr)
{
    if (!is_trusted(o, s, &pr->author)) {
        out->comment = welcome(s, o, pr);
        if (!o->ignore_ok_to_test &&
            !(has_label(pr, STR("ok-to-test")) && knows(s, BEHAVIOUR_TRIGGER_MINDS_EARLY_OK_TO_TEST)))
            add_label(out, STR("needs-ok-to-test"));
    } else if (pr->draft) {
        out->comment = STR("Skipping CI for Draft Pull Request.\nIf you want CI signal for your change, please convert "
                           "it to an actual PR.\nYou can still manually trigger a test run with `/test all`");
    } else {
        build_all(out, s, pr);
    }
}

static void labeled(struct trigger_answer *out, const struct simulation *s, const struct trigger_options *o,
                    const struct pull_request *pr)
{
    bool by_label;

    if (str_eq(pr->label, STR("lgtm")) && !is_trusted_pull(o, s, pr, &by_label))
        build_all(out, s, pr);
    /* The bot puts it there for a comment that starts the jobs. */
    if (str_eq(pr->label, STR("ok-to-test")) && !pr->sender.bot)
        build_all(out, s, pr);
}

void trigger_pull_request(struct trigger_answer *out, const struct simulation *s, const struct pull_request *pr)
{
    static const char *const again[] = { "reopened", "synchronize", "ready_for_review" };
    struct trigger_options o;

    *out = (struct trigger_answer){ .comment = STR("") };
    if (!s->presubmits)
        return;
    trigger_options_read(&o, s);
    if (str_eq(pr->action, STR("opened")))
        opened(out, s, &o, pr);
    else if (str_eq(pr->action, STR("labeled")))
        labeled(out, s, &o, pr);
    else if (str_eq(pr->action, STR("edited")) && pr->base_changed)
        build_if_trusted(out, s, &o, pr);
    for (size_t i = 0; i < sizeof again / sizeof *again; i++)
        if (str_eq(pr->action, str_c(again[i])))
            build_if_trusted(out, s, &o, pr);
}

static struct str answer_to(const struct simulation *s, const struct pull_request *pr, struct str text)
{
    return ARENA_JOIN(s->arena, STR("@"), pr->sender.name, STR(": "), str_trim(text));
}

static void cancel(struct trigger_answer *out, const struct simulation *s, const struct pull_request *pr, bool trusted)
{
    if (!trusted) {
        out->comment = answer_to(s, pr, STR("Only trusted users can revoke `/ok-to-test`."));
        return;
    }
    if (has_label(pr, STR("ok-to-test")))
        remove_label(out, STR("ok-to-test"));
    if (!has_label(pr, STR("needs-ok-to-test")))
        add_label(out, STR("needs-ok-to-test"));
}

static void mind_labels(struct trigger_answer *out, const struct pull_request *pr, bool ok)
{
    if (ok && !has_label(pr, STR("ok-to-test")))
        add_label(out, STR("ok-to-test"));
    if ((ok || has_label(pr, STR("ok-to-test"))) && has_label(pr, STR("needs-ok-to-test")))
        remove_label(out, STR("needs-ok-to-test"));
}

static struct str untrusted(const struct simulation *s, const struct trigger_options *o)
{
    return o->ignore_ok_to_test && knows(s, BEHAVIOUR_TRIGGER_TELLS_IGNORED_OK_TO_TEST)
               ? STR("PRs from untrusted users cannot be marked as trusted with `/ok-to-test` in this repo meaning "
                     "untrusted PR authors can never trigger tests themselves. Collaborators can still trigger tests "
                     "on the PR using `/test`.")
               : STR("Cannot trigger testing until a trusted user reviews the PR and leaves an `/ok-to-test` "
                     "message.");
}

void trigger_comment(struct trigger_answer *out, const struct simulation *s, const struct pull_request *pr)
{
    struct trigger_options o;
    struct comment c;
    struct str note;
    bool trusted, by_label, ok;

    *out = (struct trigger_answer){ .comment = STR("") };
    comment_read(&c, s, pr);
    if (pr->sender.bot || !comment_concerns(&c, s))
        return;
    trigger_options_read(&o, s);
    trusted = is_trusted(&o, s, &pr->sender);
    if (!trusted && !is_trusted_pull(&o, s, pr, &by_label)) {
        out->comment = answer_to(s, pr, untrusted(s, &o));
        return;
    }
    ok = !o.ignore_ok_to_test && comment_says(&c, s, COMMAND_OK_TO_TEST);
    mind_labels(out, pr, ok);
    if (!o.ignore_ok_to_test && knows(s, BEHAVIOUR_TRIGGER_OK_TO_TEST_CANCEL) &&
        comment_says(&c, s, COMMAND_OK_TO_TEST_CANCEL)) {
        cancel(out, s, pr, trusted);
        return;
    }
    comment_filter(&out->started, &c, s, !o.ignore_ok_to_test);
    if (out->started.error.len)
        return;
    if (comment_wants_help(&c, s, out->started.count, &note)) {
        note = trigger_help(s, pr, note, &out->started.error);
        out->started.count = 0;
        out->comment = note.len ? answer_to(s, pr, note) : note;
        return;
    }
    run(out, s, pr);
}

void trigger_push(struct started *out, const struct simulation *s, struct str branch, const struct changed_files *files)
{
    size_t all = s->postsubmits ? s->postsubmits->count : 0;

    *out = (struct started){ .jobs = ARENA_ARRAY(s->arena, const struct job_summary *, all) };
    for (size_t i = 0; i < all; i++)
        if (postsubmit_should_run(s, s->postsubmits->jobs[i], branch, files))
            out->jobs[out->count++] = s->postsubmits->jobs[i];
}
