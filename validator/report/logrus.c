#include "report/logrus.h"

#include "rule/rule.h"
#include "syntax/json/value.h"

static void number(json_t *o, const char *key, uint32_t n)
{
    if (n)
        json_put_int(o, key, n);
}

/* Keys in the order of their bytes, as logrus has them; a finding is NULL where a line is about none. */
static void line(struct buf *out, struct str time, const char *level, const struct finding *f, struct str msg,
                 struct str error)
{
    bool both = f && f->prow_message.len;
    json_t *o = json_object();

    number(o, "column", f ? f->at.span.column : 0);
    json_put_text(o, "component", STR("checkconfig"));
    json_put_text(o, "detail", f ? f->detail : STR(""));
    json_put_text(o, "error", error);
    json_put_text(o, "file", f ? f->at.file : STR(""));
    json_put_text(o, "level", str_c(level));
    number(o, "line", f ? f->at.span.line : 0);
    json_put_text(o, "message", both ? f->message : STR(""));
    json_put_string(o, "msg", both ? f->prow_message : msg);
    json_put_text(o, "rule", f ? str_c(f->rule->id) : STR(""));
    json_put_text(o, "severity", str_c(level));
    json_put_text(o, "time", time);
    json_print(o, 0, out);
    buf_char(out, '\n');
}

void logrus_line(struct buf *out, struct str time, const char *level, struct str msg, struct str error)
{
    line(out, time, level, NULL, msg, error);
}

void report_logrus(const struct report *r, struct str time, struct buf *out)
{
    const struct findings *list = r->findings;

    for (enum severity s = SEVERITY_ERROR; s > SEVERITY_OFF; s--)
        for (size_t i = 0; i < list->count; i++)
            if (list->items[i]->severity == s)
                line(out, time, severity_name(s), list->items[i], list->items[i]->message, STR(""));
    for (size_t i = 0; i < list->not_evaluated_count; i++) {
        struct arena a = { 0 };
        struct finding f = { .rule = list->not_evaluated[i].rule };
        line(out, time, "info", &f, ARENA_JOIN(&a, STR("not evaluated: "), list->not_evaluated[i].reason), STR(""));
        arena_free(&a);
    }
}
