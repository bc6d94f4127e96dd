#include "command/probe_kinds.h"

#include "syntax/cron/cron.h"
#include "syntax/scalar/duration.h"
#include "syntax/scalar/int_or_string.h"
#include "syntax/scalar/label.h"
#include "syntax/scalar/quantity.h"
#include "syntax/scalar/rfc3339.h"
#include "syntax/scalar/scalar.h"
#include "syntax/scalar/selector.h"
#include "syntax/scalar/url.h"

/* The input text; false, answered, when the question has none. */
static bool input(struct probe *p, struct str *in)
{
    if (probe_text(p, "input", in))
        return true;
    probe_refuse(p, STR("this probe wants \"input\""));
    return false;
}

static void answer(struct probe *p, bool ok, struct str canonical, struct str error)
{
    if (!ok) {
        probe_refuse(p, error);
        return;
    }
    probe_ok(p);
    if (canonical.p)
        json_put_string(p->answer, "canonical", canonical);
}

static const struct str none = { NULL, 0 };

void probe_cron(struct probe *p)
{
    struct str in, error = STR("");
    struct cron c;

    if (input(p, &in))
        answer(p, cron_parse(in, p->arena, &c, &error) == CRON_OK, none, error);
}

void probe_duration(struct probe *p)
{
    struct str in, error;
    int64_t ns = 0;

    if (!input(p, &in))
        return;
    if (duration_parse(in, &ns, p->arena, &error))
        answer(p, true, duration_string(ns, p->arena), none);
    else
        probe_refuse(p, error);
}

void probe_quantity(struct probe *p)
{
    struct str in, error;
    struct quantity q;

    if (!input(p, &in))
        return;
    if (quantity_parse(in, p->arena, &q, &error))
        answer(p, true, quantity_string(&q, p->arena), none);
    else
        probe_refuse(p, error);
}

void probe_url(struct probe *p)
{
    struct str in, error;
    struct url u;

    if (!input(p, &in))
        return;
    if (url_parse(in, p->arena, &u, &error))
        answer(p, true, url_string(&u, p->arena), none);
    else
        probe_refuse(p, error);
}

void probe_selector(struct probe *p)
{
    struct str in, error;
    struct selector s;

    if (!input(p, &in))
        return;
    if (selector_parse(in, APIMACHINERY_0_36, p->arena, &s, &error))
        answer(p, true, selector_string(&s, p->arena), none);
    else
        probe_refuse(p, error);
}

static void answer_names(struct probe *p, const struct name_errors *errors)
{
    answer(p, errors->count == 0, none, name_errors_join(errors, STR("; "), p->arena));
}

void probe_label_key(struct probe *p)
{
    struct name_errors errors;
    struct str in;

    if (!input(p, &in))
        return;
    errors = label_key_errors(in, APIMACHINERY_0_36);
    answer_names(p, &errors);
}

void probe_label_value(struct probe *p)
{
    struct name_errors errors;
    struct str in;

    if (!input(p, &in))
        return;
    errors = label_value_errors(in, APIMACHINERY_0_36);
    answer_names(p, &errors);
}

/* The text itself, or the JSON that holds it. */
void probe_rfc3339(struct probe *p)
{
    struct str in, error;
    struct scalar value;
    struct moment t;
    bool ok;

    if (!input(p, &in))
        return;
    ok = scalar_from_json(in, p->arena, &value) ? rfc3339_decode(&value, TIME_GO, STR(""), &t, p->arena, &error)
                                                : rfc3339_parse(in, &t, p->arena, &error);
    if (ok)
        answer(p, true, rfc3339_string(&t, p->arena), none);
    else
        probe_refuse(p, error);
}

/* JSON, or what is none as a string. */
void probe_int_or_string(struct probe *p)
{
    const struct node *n = node_get(p->question, STR("input"));
    struct scalar value = scalar_of(n);
    struct int_or_string v;
    struct str error;

    if (node_kind(n) == NODE_STRING && !scalar_from_json(node_text(n), p->arena, &value))
        value = scalar_of(n);
    if (!n)
        probe_refuse(p, STR("this probe wants \"input\""));
    else if (int_or_string_decode(&value, STR(""), &v, p->arena, &error))
        answer(p, true, int_or_string_text(&v, p->arena), none);
    else
        probe_refuse(p, error);
}
