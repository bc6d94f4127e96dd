#include "report/report.h"

#include "report/delta_json.h"
#include "rule/rule.h"

/* The tree as seen from the working directory, and scratch memory. */
struct seeing {
    const struct seen_root *root;
    struct arena *arena;
};

static void start(json_t *o, const struct seeing *from, struct place at)
{
    struct str seen = from ? path_seen(from->arena, from->root, at.file) : at.file;

    json_put_text(o, "file", at.file);
    if (!str_eq(seen, at.file))
        json_put_text(o, "path_from_cwd", seen);
    if (at.span.line) {
        json_put_int(o, "line", at.span.line);
        json_put_int(o, "column", at.span.column);
    }
}

static void write_related(json_t *o, const struct seeing *from, const struct related *r)
{
    json_t *list = r ? json_put_array(o, "related") : NULL;

    for (; r; r = r->next) {
        json_t *one = json_add_object(list);
        start(one, from, r->at);
        json_put_text(one, "message", r->message);
    }
}

static void end(json_t *o, struct place at)
{
    if (at.span.line) {
        json_put_int(o, "end_line", at.span.end_line);
        json_put_int(o, "end_column", at.span.end_column);
    }
}

static void write_fix(json_t *o, const struct seeing *from, const struct fix *fix)
{
    json_t *one, *list;

    if (!fix)
        return;
    o = json_put_object(o, "fix");
    json_put_text(o, "title", fix->title);
    json_put_bool(o, "safe", fix->safe);
    list = json_put_array(o, "edits");
    for (size_t i = 0; i < fix->count; i++) {
        one = json_add_object(list);
        start(one, from, fix->edits[i].at);
        end(one, fix->edits[i].at);
        json_put_string(one, "text", fix->edits[i].text);
    }
}

void report_finding_json(json_t *list, struct arena *a, const struct seen_root *seen, const struct finding *f)
{
    const struct seeing from = { seen, a };
    json_t *o = json_add_object(list);

    json_put_text(o, "rule", str_c(f->rule->id));
    json_put_text(o, "severity", str_c(severity_name(f->severity)));
    json_put_text(o, "message", f->message);
    json_put_text(o, f->rule->pipelines ? "upstream_message" : "prow_message", f->prow_message);
    start(o, &from, f->at);
    end(o, f->at);
    json_put_text(o, "path", f->path);
    json_put_text(o, "detail", f->detail);
    json_put_text(o, "acknowledgement", f->ack);
    if (f->version_count)
        json_put_texts(o, "versions", f->versions, f->version_count);
    if (f->context_count)
        json_put_texts(o, "contexts", f->contexts, f->context_count);
    write_related(o, report_related_seen(f) ? &from : NULL, f->related);
    write_fix(o, &from, f->fix);
    json_put_flag(o, "undecided", finding_undecided(f));
    json_put_flag(o, "suppressed", f->suppressed);
    json_put_text(o, "fingerprint", finding_fingerprint(a, f));
}

static void write_deployed(json_t *o, const struct report *r)
{
    json_t *list = json_put_array(o, "deployed");

    for (size_t i = 0; i < r->deployed_count; i++) {
        json_t *one = json_add_object(list);
        json_put_text(one, "component", r->deployed[i].component);
        json_put_text(one, "version", r->deployed[i].version);
        json_put_bool(one, "guess", r->deployed[i].guess);
        json_put_text(one, "file", r->deployed[i].at.file);
        if (r->deployed[i].at.span.line)
            json_put_int(one, "line", r->deployed[i].at.span.line);
    }
}

static void write_summary(json_t *o, const struct report *r)
{
    json_t *summary = json_put_object(o, "summary");

    json_put_int(summary, "files", r->files);
    json_put_int(summary, "bytes", r->bytes);
    json_put_int(summary, "presubmits", r->presubmits);
    json_put_int(summary, "postsubmits", r->postsubmits);
    json_put_int(summary, "periodics", r->periodics);
    json_put_int(summary, "presets", r->presets);
    json_put_int(summary, "pipelines", r->pipelines);
    json_put_int(summary, "steps", r->steps);
    json_put_int(summary, "contexts", r->contexts);
    json_put_int(summary, "errors", report_count(r, SEVERITY_ERROR));
    json_put_int(summary, "warnings", report_count(r, SEVERITY_WARNING));
    json_put_int(summary, "infos", report_count(r, SEVERITY_INFO));
    json_put_int(summary, "suppressed", report_suppressed(r));
    json_put_int(summary, "elapsed_ms", r->elapsed_ms);
}

static void write_not_evaluated(json_t *o, const struct findings *f)
{
    json_t *list = f->not_evaluated_count ? json_put_array(o, "not_evaluated") : NULL;

    for (size_t i = 0; i < f->not_evaluated_count; i++) {
        json_t *one = json_add_object(list);
        json_put_text(one, "rule", str_c(f->not_evaluated[i].rule->id));
        json_put_text(one, "why", f->not_evaluated[i].reason);
    }
}

/* What was left out on purpose stands first, as in the text. */
static void write_skipped(json_t *o, const struct report *r)
{
    json_t *list = NULL, *one;

    for (size_t i = 0; i < r->guard_count; i++) {
        if (!r->guards[i].skipped)
            continue;
        if (!list)
            list = json_put_array(o, "skipped_guards");
        one = json_add_object(list);
        json_put_text(one, "name", str_c(r->guards[i].name));
        json_put_text(one, "reason", r->guards[i].reason);
    }
}

json_t *report_begin_json(const char *version)
{
    json_t *o = json_object(), *tool = json_put_object(o, "tool");

    json_put_string(tool, "name", STR("prowgate"));
    json_put_string(tool, "version", str_c(version));
    return o;
}

void report_json(const struct report *r, struct buf *out)
{
    json_t *o = report_begin_json(r->version), *list;
    struct arena a = { 0 };

    write_skipped(o, r);
    json_put_text(o, "verdict", str_c(verdict_name(r->verdict)));
    write_deployed(o, r);
    write_summary(o, r);
    list = json_put_array(o, "findings");
    for (size_t i = 0; i < r->findings->count; i++)
        report_finding_json(list, &a, &r->seen, r->findings->items[i]);
    write_not_evaluated(o, r->findings);
    if (r->note_count)
        json_put_texts(o, "notes", r->notes, r->note_count);
    if (r->delta)
        report_delta_json(o, r->delta);
    if (r->guard_count)
        guards_json(o, r->guards, r->guard_count);
    json_print(o, 2, out);
    buf_char(out, '\n');
    arena_free(&a);
}
