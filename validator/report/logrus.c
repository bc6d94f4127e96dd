#include "report/logrus.h"

#include "rule/rule.h"
#include "syntax/json/write.h"

static void number(struct json_writer *w, const char *key, uint32_t n)
{
    if (n)
        json_member_int(w, str_c(key), n);
}

/* Keys in the order of their bytes, as logrus has them; a finding is NULL where a line is about none. */
static void line(struct buf *out, struct str time, const char *level, const struct finding *f, struct str msg,
                 struct str error)
{
    struct json_writer w = { .out = out };
    bool both = f && f->prow_message.len;

    json_begin_object(&w);
    number(&w, "column", f ? f->at.span.column : 0);
    json_text(&w, "component", STR("checkconfig"));
    json_text(&w, "detail", f ? f->detail : STR(""));
    json_text(&w, "error", error);
    json_text(&w, "file", f ? f->at.file : STR(""));
    json_text(&w, "level", str_c(level));
    number(&w, "line", f ? f->at.span.line : 0);
    json_text(&w, "message", both ? f->message : STR(""));
    json_member_string(&w, STR("msg"), both ? f->prow_message : msg);
    json_text(&w, "rule", f ? str_c(f->rule->id) : STR(""));
    json_text(&w, "severity", str_c(level));
    json_text(&w, "time", time);
    json_end_object(&w);
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
