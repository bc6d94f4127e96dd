#include "report/delta_pipelines.h"

#include "pipeline/words.h"

/* Longer texts are cut where people read them; JSON has them whole. */
enum { LONGEST = 80 };

static const struct {
    const char *title, *one, *many;
} words[CHANGE_KINDS] = {
    [CHANGE_GUARD_GONE] = { "guards removed", "guard removed", "guards removed" },
    [CHANGE_EDGE_LOST] = { "orders lost: no longer waits for", "order lost", "orders lost" },
    [CHANGE_GROUP_RENAMED] = { "resource groups renamed", "resource group renamed", "resource groups renamed" },
    [CHANGE_SERVICE_GONE] = { "services removed", "service removed", "services removed" },
    [CHANGE_SERVICE_NEW] = { "services added", "service added", "services added" },
    [CHANGE_EDGE_GONE] = { "gone with a step: waited for", "order gone with a step", "orders gone with steps" },
    [CHANGE_GROUP_GONE] = { "resource groups removed", "resource group removed", "resource groups removed" },
    [CHANGE_STEP_GONE] = { "steps removed", "step removed", "steps removed" },
    [CHANGE_STEP_RENAMED] = { "steps renamed or moved", "step renamed or moved", "steps renamed or moved" },
    [CHANGE_SCOPE] = { "deployed elsewhere", "scope changed", "scopes changed" },
    [CHANGE_IDENTITY] = { "run as somebody else", "identity changed", "identities changed" },
    [CHANGE_RETRY_LOST] = { "no longer retried", "retry lost", "retries lost" },
    [CHANGE_RETRY] = { "retries changed", "retry changed", "retries changed" },
    [CHANGE_TIMEOUT] = { "timeouts changed", "timeout changed", "timeouts changed" },
    [CHANGE_ORDER] = { "in another order", "order of names changed", "orders of names changed" },
    [CHANGE_SERVICE] = { "services deployed after another", "service moved", "services moved" },
    [CHANGE_ACTION] = { "another action", "action changed", "actions changed" },
    [CHANGE_CONTEXT_GONE] = { "contexts removed", "context removed", "contexts removed" },
    [CHANGE_PIN] = { "versions of consumers", "version of a consumer moved", "versions of consumers moved" },
    [CHANGE_IMAGE] = { "images moved", "image moved", "images moved" },
    [CHANGE_FIELD] = { "steps changed", "step's field changed", "fields of steps changed" },
    [CHANGE_VALUE] = { "values changed", "value changed", "values changed" },
    [CHANGE_GROUP_NEW] = { "resource groups added", "resource group added", "resource groups added" },
    [CHANGE_STEP_NEW] = { "steps added", "step added", "steps added" },
    [CHANGE_EDGE_NEW] = { "orders added: waits for", "order added", "orders added" },
    [CHANGE_CONTEXT_NEW] = { "contexts added", "context added", "contexts added" },
};

const char *delta_pipelines_title(enum pipeline_change_kind kind)
{
    return words[kind].title;
}

bool delta_pipelines_told(const struct pipelines_delta *d)
{
    return d->before->known || d->after->known;
}

void delta_pipelines_headline(struct buf *out, const struct pipelines_delta *d)
{
    size_t counts[CHANGE_KINDS] = { 0 };
    bool any = false;

    for (size_t i = 0; i < d->count; i++)
        counts[d->changes[i].kind]++;
    for (size_t k = 0; k < CHANGE_KINDS; k++) {
        if (!counts[k])
            continue;
        buf_printf(out, "%s%zu %s", any ? ", " : "", counts[k], counts[k] == 1 ? words[k].one : words[k].many);
        any = true;
    }
    buf_put(out, any ? STR("") : STR("nothing"));
}

static struct str shown(struct str s, struct arena *a)
{
    struct str line = arena_copy(a, s);
    char *p = arena_take(a, line.len + 1);

    for (size_t i = 0; i < line.len; i++)
        p[i] = line.p[i] == '\n' ? ' ' : line.p[i];
    line.p = p;
    if (line.len <= LONGEST)
        return ARENA_JOIN(a, STR("\""), line, STR("\""));
    while (line.len > LONGEST || (line.len && ((unsigned char)line.p[line.len] & 0xc0) == 0x80))
        line.len--;
    return ARENA_JOIN(a, STR("\""), line, STR("...\""));
}

static struct str change_of(const struct pipeline_change *c, struct arena *a)
{
    if (!c->before.len && !c->was.file.len)
        return ARENA_JOIN(a, shown(c->after, a), STR(" is new"));
    if (!c->after.len && !c->is.file.len)
        return ARENA_JOIN(a, STR("was "), shown(c->before, a), STR(", and is gone"));
    return ARENA_JOIN(a, shown(c->before, a), STR(" to "), shown(c->after, a));
}

struct str delta_pipelines_words(const struct pipeline_change *c, struct arena *a)
{
    struct str subject = rollout_short(c->subject), none = { "", 0 };

    switch (c->kind) {
    case CHANGE_EDGE_LOST:
    case CHANGE_EDGE_NEW:
    case CHANGE_EDGE_GONE:
        return ARENA_JOIN(a, subject, STR(" for "), rollout_short(c->what));
    case CHANGE_GROUP_RENAMED:
        return ARENA_JOIN(a, subject, STR(": was "), c->before);
    case CHANGE_STEP_RENAMED:
        return ARENA_JOIN(a, subject, c->what.len ? STR(": was in resource group ") : STR(": was "), c->before);
    case CHANGE_ORDER:
        return ARENA_JOIN(a, subject, STR(": "), words_listed(c->before, a), STR(" are now "),
                          words_listed(c->after, a));
    case CHANGE_STEP_GONE:
    case CHANGE_STEP_NEW:
        return ARENA_JOIN(a, subject, STR(" ("), c->before.len ? c->before : c->after, STR(")"));
    case CHANGE_GUARD_GONE:
        return ARENA_JOIN(a, subject, c->what.len ? STR(": ") : none, c->what);
    case CHANGE_SERVICE_GONE:
    case CHANGE_SERVICE_NEW:
    case CHANGE_GROUP_GONE:
    case CHANGE_GROUP_NEW:
    case CHANGE_CONTEXT_GONE:
    case CHANGE_CONTEXT_NEW:
        return subject;
    case CHANGE_RETRY_LOST:
        return ARENA_JOIN(a, subject, STR(": automatedRetry is gone"));
    case CHANGE_SERVICE:
        return ARENA_JOIN(a, subject, STR(": after "), c->after.len ? rollout_short(c->after) : STR("none"),
                          STR(", was after "), c->before.len ? rollout_short(c->before) : STR("none"));
    default:
        return ARENA_JOIN(a, subject, subject.len && c->what.len ? STR(": ") : none, c->what,
                          c->what.len || subject.len ? STR(": ") : none, change_of(c, a));
    }
}

static void write_place(json_t *o, const char *file, const char *line, struct place at)
{
    if (!at.file.len)
        return;
    json_put_text(o, file, at.file);
    if (at.span.line)
        json_put_int(o, line, at.span.line);
}

static bool is_edge(enum pipeline_change_kind kind)
{
    return kind == CHANGE_EDGE_LOST || kind == CHANGE_EDGE_GONE || kind == CHANGE_EDGE_NEW;
}

static void write_change(json_t *list, const struct pipelines_delta *d, const struct pipeline_change *c)
{
    json_t *o = json_add_object(list), *contexts;

    json_put_text(o, "what", str_c(pipeline_change_name(c->kind)));
    if (c->subject.len)
        json_put_text(o, "subject", c->subject);
    if (c->what.len)
        json_put_text(o, is_edge(c->kind) ? "of" : "path", c->what);
    if (c->before.len)
        json_put_text(o, "before", c->before);
    if (c->after.len)
        json_put_text(o, "after", c->after);
    write_place(o, "file", "line", c->is);
    write_place(o, "before_file", "before_line", c->was);
    contexts = json_put_array(o, "contexts");
    for (size_t i = 0; i < c->context_count; i++) {
        const struct compared_context *x = &d->contexts[c->contexts[i]];

        json_add_text(contexts, (x->after ? x->after : x->before)->name);
    }
}

void delta_pipelines_json(json_t *delta, const struct pipelines_delta *d)
{
    json_t *o, *changes, *reach;

    if (!delta_pipelines_told(d))
        return;
    o = json_put_object(delta, "pipelines");
    changes = json_put_array(o, "changes");
    for (size_t i = 0; i < d->count; i++)
        write_change(changes, d, &d->changes[i]);
    reach = json_put_array(o, "reach");
    for (size_t i = 0; i < d->reach_count; i++) {
        json_t *one = json_add_object(reach);

        json_put_text(one, "environment", d->reach[i].environment);
        json_put_int(one, "contexts", d->reach[i].contexts);
        json_put_int(one, "of", d->reach[i].of);
        json_put_int(one, "regions", d->reach[i].regions);
        json_put_int(one, "clusters", d->reach[i].clusters);
    }
}
