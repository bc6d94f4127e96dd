#include "rules/prow/setting_check.h"
#include "syntax/scalar/rfc3339.h"

#include <time.h>

/* Time.String: the RFC 3339 form with blanks, and the offset in place of the name of a zone. */
static struct str as_go_prints(struct arena *a, const struct moment *m)
{
    struct str s = rfc3339_string(m, a), date, time;
    size_t zone;

    str_cut(s, 'T', &date, &time);
    zone = str_ends(time, STR("Z")) ? time.len - 1 : time.len - 6;
    if (zone == time.len - 1)
        return ARENA_JOIN(a, date, STR(" "), str_slice(time, 0, zone), STR(" +0000 UTC"));
    s = ARENA_JOIN(a, STR(" "), str_slice(time, zone, zone + 3), str_from(time, zone + 4));
    return ARENA_JOIN(a, date, STR(" "), str_slice(time, 0, zone), s, s);
}

static bool in_future(const struct moment *m)
{
    struct timespec now;

    clock_gettime(CLOCK_REALTIME, &now);
    return m->unix_seconds > now.tv_sec || (m->unix_seconds == now.tv_sec && m->nanoseconds > now.tv_nsec);
}

static void look(struct check *c, const struct prow_tree *t, const struct setting *repo)
{
    struct setting s = setting_get(t->scratch, repo, "token_created_after");
    struct scalar value = scalar_of(s.value);
    struct str error, name = setting_key(repo);
    struct moment m;

    if (!s.value || !rfc3339_decode(&value, TIME_GO, STR(""), &m, t->scratch, &error) || !in_future(&m))
        return;
    setting_report(c, &s, setting_place(&s), "the token of %.*s can't have been created after a time to come",
                   STR_ARG(name));
    prow_says(c, "token_created_after %.*s can be no later than current time for repo/org %.*s",
              STR_ARG(as_go_prints(t->scratch, &m)), STR_ARG(name));
    refused_by_some(c, BEHAVIOUR_WEBHOOK_TOKEN_NOT_IN_FUTURE);
}

/* Until 2020-06-16 the repositories stood directly under managed_webhooks. */
static void check_tree(struct check *c, const struct prow_tree *t)
{
    const struct window *w = check_window(c);
    struct setting repos = setting_find(t, "managed_webhooks.org_repo_config"), e = { 0 };
    struct setting former = setting_find(t, "managed_webhooks");

    if (!behaviour_may_hold(w, BEHAVIOUR_WEBHOOK_TOKEN_NOT_IN_FUTURE))
        return;
    if (behaviour_may_hold(w, BEHAVIOUR_MANAGED_WEBHOOKS_OBJECT))
        while (setting_next(t->scratch, &repos, &e))
            look(c, t, &e);
    e = (struct setting){ 0 };
    if (!behaviour_holds(w, BEHAVIOUR_MANAGED_WEBHOOKS_OBJECT))
        while (setting_next(t->scratch, &former, &e))
            look(c, t, &e);
}

const struct rule rule_webhook_future_token = {
    .id = "webhook-future-token",
    .summary = "The token of a managed webhook was not created in the future.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .reads = READS_SETTINGS,
    .tree = check_tree,
};
