#include "base/quote.h"
#include "prow/tide/tide_query.h"
#include "rule/rule.h"

#include <stdlib.h>

/* The labels of both lists, sorted, as %q prints a list of texts. */
static struct str quoted_list(struct arena *a, struct str *labels, size_t n)
{
    struct buf b = { 0 };
    struct str s;

    for (size_t i = 0; i < n; i++) {
        buf_char(&b, i ? ' ' : '[');
        buf_quote(&b, labels[i], QUOTE_UNICODE);
    }
    buf_char(&b, ']');
    s = arena_copy(a, buf_str(&b));
    buf_free(&b);
    return s;
}

static int by_text(const void *pa, const void *pb)
{
    const struct str *a = pa, *b = pb;

    return str_cmp(*a, *b);
}

struct conflict {
    const struct setting *missing, *label; /* the first one */
    struct str *labels;
    size_t count;
};

static void find_conflict(struct arena *a, const struct tide_query *q, struct conflict *x)
{
    struct setting labels = setting_get(a, &q->setting, "labels");
    struct setting missing = setting_get(a, &q->setting, "missingLabels");
    struct map required, forbidden;

    tide_query_texts(&required, a, &labels);
    tide_query_texts(&forbidden, a, &missing);
    *x = (struct conflict){ .labels = ARENA_ARRAY(a, struct str, forbidden.count + 1) };
    for (size_t i = 0; i < forbidden.count; i++) {
        const struct setting *label = map_get(&required, forbidden.entries[i].key);
        if (!label)
            continue;
        if (x->count == 0) {
            x->missing = forbidden.entries[i].value;
            x->label = label;
        }
        x->labels[x->count++] = forbidden.entries[i].key;
    }
}

static void look(struct check *c, const struct prow_tree *t, const struct tide_query *q)
{
    struct conflict x;
    struct str list;

    find_conflict(t->scratch, q, &x);
    if (x.count == 0)
        return;
    qsort(x.labels, x.count, sizeof *x.labels, by_text);
    list = quoted_list(t->scratch, x.labels, x.count);
    setting_report(c, x.missing, setting_place(x.missing),
                   "this query asks for pull requests with and without the same label, and finds none: %.*s",
                   STR_ARG(list));
    also(c, setting_place(x.label), "the label is required here");
    tide_query_says(c, q, "the labels: %.*s are both required and forbidden", STR_ARG(list));
}

const struct rule rule_tide_query_label_conflict = {
    .id = "tide-query-label-conflict",
    .formerly = "tq-label-conflict",
    .summary = "A tide query does not ask for a label and against it.",
    .severity = SEVERITY_ERROR,
    .of_resolved = true,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_TIDE_QUERY_ORGS],
    .with = &(const struct tide_query_rule){ .look = look },
    .reads = READS_SETTINGS,
    .tree = tide_queries_each,
};
