#include "report/report.h"

#include "report/delta_json.h"
#include "rule/rule.h"
#include "syntax/json/write.h"

static void start(struct json_writer *w, struct place at)
{
    json_text(w, "file", at.file);
    if (at.span.line) {
        json_number(w, "line", at.span.line);
        json_number(w, "column", at.span.column);
    }
}

static void write_related(struct json_writer *w, const struct related *r)
{
    if (!r)
        return;
    json_key(w, STR("related"));
    json_begin_array(w);
    for (; r; r = r->next) {
        json_begin_object(w);
        start(w, r->at);
        json_text(w, "message", r->message);
        json_end_object(w);
    }
    json_end_array(w);
}

void report_finding_json(struct json_writer *w, struct arena *a, const struct finding *f)
{
    json_begin_object(w);
    json_text(w, "rule", str_c(f->rule->id));
    json_text(w, "severity", str_c(severity_name(f->severity)));
    json_text(w, "message", f->message);
    json_text(w, "prow_message", f->prow_message);
    start(w, f->at);
    if (f->at.span.line) {
        json_number(w, "end_line", f->at.span.end_line);
        json_number(w, "end_column", f->at.span.end_column);
    }
    json_text(w, "path", f->path);
    json_text(w, "detail", f->detail);
    if (f->version_count) {
        json_key(w, STR("versions"));
        json_begin_array(w);
        for (size_t i = 0; i < f->version_count; i++)
            json_string(w, f->versions[i]);
        json_end_array(w);
    }
    write_related(w, f->related);
    if (f->suppressed)
        json_member_bool(w, STR("suppressed"), true);
    json_text(w, "fingerprint", finding_fingerprint(a, f));
    json_end_object(w);
}

static void write_deployed(struct json_writer *w, const struct report *r)
{
    json_key(w, STR("deployed"));
    json_begin_array(w);
    for (size_t i = 0; i < r->deployed_count; i++) {
        json_begin_object(w);
        json_text(w, "component", r->deployed[i].component);
        json_text(w, "version", r->deployed[i].version);
        json_member_bool(w, STR("guess"), r->deployed[i].guess);
        json_text(w, "file", r->deployed[i].at.file);
        if (r->deployed[i].at.span.line)
            json_number(w, "line", r->deployed[i].at.span.line);
        json_end_object(w);
    }
    json_end_array(w);
}

static void write_summary(struct json_writer *w, const struct report *r)
{
    json_key(w, STR("summary"));
    json_begin_object(w);
    json_number(w, "files", r->files);
    json_number(w, "bytes", r->bytes);
    json_number(w, "presubmits", r->presubmits);
    json_number(w, "postsubmits", r->postsubmits);
    json_number(w, "periodics", r->periodics);
    json_number(w, "presets", r->presets);
    json_number(w, "pipelines", r->pipelines);
    json_number(w, "steps", r->steps);
    json_number(w, "errors", report_count(r, SEVERITY_ERROR));
    json_number(w, "warnings", report_count(r, SEVERITY_WARNING));
    json_number(w, "infos", report_count(r, SEVERITY_INFO));
    json_number(w, "suppressed", report_suppressed(r));
    json_number(w, "elapsed_ms", r->elapsed_ms);
    json_end_object(w);
}

static void write_not_evaluated(struct json_writer *w, const struct findings *list)
{
    if (list->not_evaluated_count == 0)
        return;
    json_key(w, STR("not_evaluated"));
    json_begin_array(w);
    for (size_t i = 0; i < list->not_evaluated_count; i++) {
        json_begin_object(w);
        json_text(w, "rule", str_c(list->not_evaluated[i].rule->id));
        json_text(w, "reason", list->not_evaluated[i].reason);
        json_end_object(w);
    }
    json_end_array(w);
}

/* What was left out on purpose stands first, as in the text. */
static void write_skipped(struct json_writer *w, const struct report *r)
{
    bool any = false;

    for (size_t i = 0; i < r->guard_count; i++) {
        if (!r->guards[i].skipped)
            continue;
        if (!any) {
            json_key(w, STR("skipped_guards"));
            json_begin_array(w);
        }
        any = true;
        json_begin_object(w);
        json_text(w, "name", str_c(r->guards[i].name));
        json_text(w, "reason", r->guards[i].reason);
        json_end_object(w);
    }
    if (any)
        json_end_array(w);
}

static void write_notes(struct json_writer *w, const struct report *r)
{
    if (r->note_count == 0)
        return;
    json_key(w, STR("notes"));
    json_begin_array(w);
    for (size_t i = 0; i < r->note_count; i++)
        json_string(w, r->notes[i]);
    json_end_array(w);
}

void report_json(const struct report *r, struct buf *out)
{
    struct json_writer w = { .out = out, .indent = 2 };
    struct arena a = { 0 };

    json_begin_object(&w);
    json_key(&w, STR("tool"));
    json_begin_object(&w);
    json_text(&w, "name", STR("prowgate"));
    json_text(&w, "version", str_c(r->version));
    json_end_object(&w);
    write_skipped(&w, r);
    json_text(&w, "verdict", str_c(verdict_name(r->verdict)));
    write_deployed(&w, r);
    write_summary(&w, r);
    json_key(&w, STR("findings"));
    json_begin_array(&w);
    for (size_t i = 0; i < r->findings->count; i++)
        report_finding_json(&w, &a, r->findings->items[i]);
    json_end_array(&w);
    write_not_evaluated(&w, r->findings);
    write_notes(&w, r);
    if (r->delta)
        report_delta_json(&w, r->delta);
    if (r->guard_count)
        guards_json(&w, r->guards, r->guard_count);
    json_end_object(&w);
    buf_char(out, '\n');
    arena_free(&a);
}
