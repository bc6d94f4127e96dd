#include "prow/files/typed.h"

#include "schema/behaviour.h"
#include "schema/decode.h"
#include "schema/version.h"

#include <stdlib.h>

/* Of the values that are lost with a field, so many are named, in so many bytes. */
enum { MOST_LOST_VALUES = 4, LONGEST_LOST = 96 };

/* One deployed version at one of the positions it may have. */
struct candidate {
    const struct version *version;
    uint32_t position;
};

static int by_position(const void *pa, const void *pb)
{
    const struct candidate *a = pa, *b = pb;

    return a->position < b->position ? -1 : a->position > b->position;
}

static bool contains(void *context, unsigned i, const struct go_version *v)
{
    const struct candidate *candidates = context;

    return !candidates[i].version ||
           go_version_position((uint16_t)(v - go_versions), VERSION_NEVER) <= candidates[i].position;
}

void typed_window_init(struct typed_window *t, struct arena *a, const struct window *w)
{
    struct candidate *candidates = ARENA_ARRAY(a, struct candidate, w->count * 2 + 1);
    bool newest_runs = false;

    t->count = 0;
    t->short_paths = !behaviour_may_hold(w, BEHAVIOUR_DECODE_ERRORS_NAME_EMBEDDED);
    for (size_t i = 0; i < w->count && t->count + 3 <= GO_WINDOW_MOST; i++) {
        const struct version *v = &w->versions[i];
        candidates[t->count++] = (struct candidate){ v, v->earliest };
        if (v->latest != v->earliest)
            candidates[t->count++] = (struct candidate){ v, v->latest };
        newest_runs = newest_runs || v->latest == version_newest().latest;
    }
    qsort(candidates, t->count, sizeof *candidates, by_position);
    go_window_init(&t->strict, a, t->count, contains, candidates);
    /* The newest known version is always there to compare with: what only it can read is too new. */
    if (!newest_runs)
        candidates[t->count++] = (struct candidate){ NULL, VERSION_NEVER };
    t->of = ARENA_ARRAY(a, const struct version *, t->count);
    t->deployed = 0;
    for (unsigned i = 0; i < t->count; i++) {
        t->of[i] = candidates[i].version;
        t->deployed |= (uint64_t)(candidates[i].version != NULL) << i;
    }
    go_window_init(&t->go, a, t->count, contains, candidates);
}

const struct go_type *typed_root(enum prow_role role)
{
    switch (role) {
    case ROLE_CONFIG:
        return go_type_find("prow/config", "Config");
    case ROLE_SUPPLEMENTAL_CONFIG:
        return go_type_find("prow/config", "ProwConfig");
    case ROLE_JOBS:
        return go_type_find("prow/jobs", "JobConfig");
    case ROLE_INREPO:
        return go_type_find("prow/prow_yaml", "ProwYAML");
    case ROLE_PLUGINS:
    case ROLE_SUPPLEMENTAL_PLUGINS:
        break;
    }
    return go_type_find("prow/plugins", "Configuration");
}

struct checking {
    const struct typed_window *window;
    const struct rule_settings *settings;
    struct findings *out;
    const struct prow_file *file;
    struct arena *arena;
    struct refusals *refused;
};

/* "hook v20250203-1234567": the versions of the set, each once; *all when it is every one. */
static struct str name_versions(const struct checking *k, uint64_t versions, struct finding *f, bool *all)
{
    struct arena *a = &k->out->arena;
    const struct version *last = NULL;
    struct str names = STR("");

    *all = (versions & k->window->deployed) == k->window->deployed;
    for (unsigned i = 0; i < k->window->count; i++) {
        const struct version *v = k->window->of[i];
        if (!(versions >> i & 1) || !v || v == last)
            continue;
        last = v;
        names = ARENA_JOIN(a, names, names.len ? STR(", ") : STR(""), v->component,
                           v->component.len ? STR(" ") : STR(""), v->text);
        if (!*all)
            finding_for_version(k->out, f, v->text);
    }
    return names;
}

static const char *kind_words(const struct node *n)
{
    switch (node_kind(n)) {
    case NODE_NULL:
        return "null";
    case NODE_BOOL:
        return "a boolean";
    case NODE_INT:
    case NODE_FLOAT:
        return "a number";
    case NODE_STRING:
        return "a text";
    case NODE_SEQUENCE:
        return "a list";
    default:
        return "a mapping";
    }
}

/* What a Go type wants, in words: the end of "... of type map[string][]config.Presubmit". */
static struct str wanted_words(struct arena *a, struct str message)
{
    size_t at = str_find(message, STR(" of type "));
    struct str type = at == SIZE_MAX ? STR("") : str_from(message, at + 9);

    while (str_starts(type, STR("*")))
        type = str_from(type, 1);
    if (str_eq(type, STR("string")))
        return STR("a text");
    if (str_eq(type, STR("bool")))
        return STR("true or false");
    if (str_starts(type, STR("int")) || str_starts(type, STR("uint")))
        return STR("a whole number");
    if (str_starts(type, STR("float")))
        return STR("a number");
    if (str_starts(type, STR("[]")))
        return STR("a list");
    if (str_starts(type, STR("map[")))
        return STR("a mapping");
    return type.len ? ARENA_JOIN(a, STR("a mapping ("), type, STR(")")) : STR("something else");
}

static bool is_scalar(const struct node *n)
{
    return node_kind(n) < NODE_SEQUENCE;
}

static struct str last_step(struct str path)
{
    size_t dot = str_rfind_char(path, '.');

    return dot == SIZE_MAX ? path : str_from(path, dot + 1);
}

static const char *rule_of_value(struct str message)
{
    if (str_has(message, STR("unsupported value")))
        return "yaml-nan";
    if (str_has(message, STR("time: ")))
        return "json-duration";
    if (str_has(message, STR("quantit")) || str_has(message, STR("unable to parse")))
        return "json-quantity";
    return str_has(message, STR("parsing time")) ? "json-time" : "wrong-type";
}

static const char *rule_of(const struct decode_problem *p)
{
    switch (p->kind) {
    case DECODE_WRONG_TYPE:
    case DECODE_TOO_DEEP:
        return "wrong-type";
    case DECODE_BAD_VALUE:
        return rule_of_value(p->message);
    case DECODE_VALUE_TOO_NEW:
        return "value-too-new";
    case DECODE_VALUE_REMOVED:
        return "value-removed";
    case DECODE_UNKNOWN_VALUE:
        return "unknown-value";
    case DECODE_UNKNOWN_FIELD:
        return "unknown-field";
    case DECODE_FIELD_TOO_NEW:
        return "field-too-new";
    case DECODE_FIELD_REMOVED:
        return "field-removed";
    case DECODE_WRONG_CASE:
        return "wrong-case";
    case DECODE_TINY_DURATION:
        return "duration-in-nanoseconds";
    case DECODE_DUPLICATE_KEY: /* duplicate-key and second-document look at the tape themselves */
    case DECODE_SECOND_DOCUMENT:
        break;
    }
    return NULL;
}

/* Whether the type of this name in Go's words, as in "... of type v1.RerunAuthConfig", is one with that field. */
static bool type_has_field(struct str message, struct str field)
{
    size_t at = str_find(message, STR(" of type "));
    struct str name = at == SIZE_MAX ? STR("") : str_trim_prefix(str_from(message, at + 9), STR("*"));

    for (uint16_t i = 0; i < go_root_count; i++) {
        const struct go_type *t = go_roots[i].type;
        if (t->kind == GO_STRUCT && t->name && str_eq(str_c(t->name), name) && go_field_find(t->fields, field))
            return true;
    }
    return false;
}

static struct str type_message(const struct checking *k, const struct decode_problem *p)
{
    struct arena *a = &k->out->arena;
    struct str field = last_step(p->path), wanted = wanted_words(a, p->message);
    struct str text = str_slice(k->file->tape.source, p->at->start, p->at->end); /* as it was written */

    if (p->path.len == 0)
        return arena_printf(a, "%s stands at the top of this file, where %.*s belongs", kind_words(p->at),
                            STR_ARG(wanted));
    if (str_eq(wanted, STR("a text")) && is_scalar(p->at))
        return arena_printf(a, "%.*s takes a text, and %.*s is %s; in quotes it is one: \"%.*s\"", STR_ARG(field),
                            STR_ARG(text), kind_words(p->at), STR_ARG(text));
    if (p->place->step == STEP_KEY && type_has_field(p->message, field))
        return arena_printf(a,
                            "\"%.*s\" is taken for the name of an entry here, which takes %.*s, and %s stands here; as "
                            "a field it belongs inside an entry",
                            STR_ARG(field), STR_ARG(wanted), kind_words(p->at));
    return arena_printf(a, "%.*s takes %.*s, and %s stands here", STR_ARG(field), STR_ARG(wanted), kind_words(p->at));
}

/* What to write for days, which Go does not know, and for a number without its unit. */
static struct str duration_advice(struct arena *a, struct str message, struct str text)
{
    struct str number = str_trim_suffix(text, STR("d"));
    unsigned long days = 0;

    if (!str_has(message, STR("time: ")) || number.len == 0 || number.len > 4)
        return STR("");
    for (size_t i = 0; i < number.len; i++) {
        if (number.p[i] < '0' || number.p[i] > '9')
            return STR("");
        days = days * 10 + (unsigned long)(number.p[i] - '0');
    }
    if (number.len == text.len)
        return arena_printf(a, "; write %.*ss, %.*sm or %.*sh", STR_ARG(text), STR_ARG(text), STR_ARG(text));
    return arena_printf(a, "; write %luh", days * 24);
}

/* What is lost with a mapping that is dropped where it is short: ", and requests.memory 30Gi with it". */
static struct str lost_values(struct arena *a, const struct node *n, struct str path, unsigned depth, size_t *budget)
{
    struct str all = STR("");

    for (const struct node *k = node_first_key(n); k; k = node_next_key(n, k)) {
        const struct node *value = node_pair_value(k);
        struct str name = path.len ? ARENA_JOIN(a, path, STR("."), node_text(k)) : node_text(k);
        struct str one = STR("");
        if (*budget == 0)
            return one;
        if (is_scalar(value))
            one = ARENA_JOIN(a, name, STR(" "), node_text(value));
        else if (node_kind(value) == NODE_MAPPING && depth < MOST_LOST_VALUES)
            one = lost_values(a, value, name, depth + 1, budget);
        if (one.len == 0)
            return one;
        *budget -= is_scalar(value);
        all = all.len ? ARENA_JOIN(a, all, STR(", "), one) : one;
    }
    return all;
}

static struct str with_it(struct arena *a, const struct decode_problem *p)
{
    const struct node *value = node_pair_value(p->at);
    size_t budget = MOST_LOST_VALUES;
    struct str lost =
        p->elsewhere.len && node_kind(value) == NODE_MAPPING ? lost_values(a, value, STR(""), 1, &budget) : STR("");

    return lost.len && lost.len <= LONGEST_LOST ? ARENA_JOIN(a, STR(", and "), lost, STR(" with it")) : STR("");
}

static struct str message_of(const struct checking *k, const struct decode_problem *p)
{
    struct arena *a = &k->out->arena;
    struct str name = node_text(p->at), field = last_step(p->path);
    const char *also = p->suggestion.len ? "; did you mean " : p->elsewhere.len ? "; it is known as " : "";
    struct str hint = p->suggestion.len ? p->suggestion : p->elsewhere;

    switch (p->kind) {
    case DECODE_WRONG_TYPE:
        return type_message(k, p);
    case DECODE_TOO_DEEP:
        return STR("this is nested too deeply to be decoded");
    case DECODE_BAD_VALUE:
        return arena_printf(a, "%.*s can't be \"%.*s\": %.*s%.*s", STR_ARG(field), STR_ARG(name), STR_ARG(p->message),
                            STR_ARG(duration_advice(a, p->message, name)));
    case DECODE_TINY_DURATION:
        return arena_printf(a,
                            "%.*s is %.*s, a bare number, which Prow takes for nanoseconds: that is %.*s; with its "
                            "unit it would be %.*ss",
                            STR_ARG(field), STR_ARG(name), STR_ARG(p->suggestion), STR_ARG(name));
    case DECODE_VALUE_TOO_NEW:
        return is_scalar(p->at) ? arena_printf(a, "%.*s can't be \"%.*s\" yet", STR_ARG(field), STR_ARG(name))
                                : arena_printf(a, "%.*s can't have this form yet", STR_ARG(field));
    case DECODE_VALUE_REMOVED:
        return arena_printf(a, "%.*s can't be \"%.*s\" any more", STR_ARG(field), STR_ARG(name));
    case DECODE_UNKNOWN_VALUE:
        return arena_printf(a, "%.*s knows no value \"%.*s\"%s%.*s", STR_ARG(field), STR_ARG(name), also,
                            STR_ARG(hint));
    case DECODE_UNKNOWN_FIELD:
        if (p->kinds.len)
            return arena_printf(a, "Prow knows no field \"%.*s\" here and drops it silently; only %.*s have it",
                                STR_ARG(name), STR_ARG(p->kinds));
        return arena_printf(a, "Prow knows no field \"%.*s\" here and drops it silently%.*s%s%.*s%s", STR_ARG(name),
                            STR_ARG(with_it(a, p)), also, STR_ARG(hint), p->suggestion.len ? "?" : "");
    case DECODE_FIELD_TOO_NEW:
        return arena_printf(a, "field \"%.*s\" is newer than what is deployed, which drops it silently", STR_ARG(name));
    case DECODE_FIELD_REMOVED:
        return arena_printf(a, "field \"%.*s\" is gone: what is deployed drops it silently%s%.*s", STR_ARG(name), also,
                            STR_ARG(hint));
    default:
        return arena_printf(a, "field \"%.*s\" is spelt \"%.*s\"; Prow takes it all the same", STR_ARG(name),
                            STR_ARG(hint));
    }
}

static void add_detail(const struct checking *k, const struct decode_problem *p, struct finding *f)
{
    bool all;
    struct str names = name_versions(k, p->versions, f, &all);
    bool too_new = p->kind == DECODE_FIELD_TOO_NEW || p->kind == DECODE_VALUE_TOO_NEW;

    if (p->since)
        f->detail = arena_printf(&k->out->arena, "deployed %.*s %s it; %s since %.10s (%.7s)", STR_ARG(names),
                                 p->refused ? "refuses"
                                 : too_new  ? "does not know"
                                            : "no longer knows",
                                 too_new ? "known" : "gone", p->since->date, p->since->commit);
    else if (too_new)
        f->detail = arena_printf(&k->out->arena, "deployed %.*s %s it; a newer one reads it", STR_ARG(names),
                                 p->refused ? "refuses" : "does not know");
    else if (!all)
        f->detail = arena_printf(&k->out->arena, "so it is for deployed %.*s", STR_ARG(names));
}

/* Whether a value says anything: what is absent, false, zero or empty in Go does not. */
static bool is_said(const struct node *value)
{
    return !(node_kind(value) == NODE_NULL || node_is(value, STR("false")) || node_is(value, STR("0")) ||
             (node_kind(value) == NODE_STRING && node_text(value).len == 0) ||
             (node_kind(value) >= NODE_SEQUENCE && node_count(value) == 0));
}

/* Fields that only people and other tools read: nothing runs otherwise where they are missing. */
static bool is_remark(struct str field)
{
    return str_eq(field, STR("annotations")) || str_eq(field, STR("description"));
}

/* A job, a preset, a query, a pod, a container, a decoration: by a field that each of them has. */
static bool decides_what_runs(const struct go_struct *place)
{
    static const char *const marks[] = { "labels", "containers", "image", "timeout" };

    for (size_t i = 0; i < COUNT_OF(marks); i++)
        if (go_field_find(place, str_c(marks[i])))
            return true;
    return false;
}

/* One field alone can be meant, and what runs would be another thing with it: what stands there can't do what it says.
 * Who does not want to hear of unknown fields is not told of these either. */
static bool is_misspelt(const struct checking *k, const struct decode_problem *p)
{
    return p->kind == DECODE_UNKNOWN_FIELD && p->misspelt && is_said(node_pair_value(p->at)) &&
           !is_remark(p->suggestion) && decides_what_runs(p->place->owner) &&
           rule_is_on(k->settings, STR("unknown-field")) && rule_is_on(k->settings, STR("misspelt-field"));
}

/* A field that the deployed version does not know yet, set to what holds without it: nothing is lost. */
static bool says_nothing(const struct decode_problem *p)
{
    const struct go_field *field = p->place ? p->place->field : NULL;
    const struct node *value;

    if (p->kind != DECODE_FIELD_TOO_NEW || !field)
        return false;
    value = node_pair_value(p->at);
    if (field->missing)
        return node_is(value, str_c(field->missing));
    return !is_said(value);
}

/* Days after which nobody can be waiting for a field: twice the longest time that a real deployment was
 * behind (fact sheet deployed-versions). A key that became a field only later than that was a mistake when it
 * was written. */
enum { FORESEEABLE = 194 };

static bool is_far_ahead(const struct checking *k, const struct decode_problem *p)
{
    int32_t newest = INT32_MIN;

    if (p->kind != DECODE_FIELD_TOO_NEW || !p->since)
        return false;
    for (unsigned i = 0; i < k->window->count; i++)
        if (p->versions >> i & 1 && k->window->of[i] && k->window->of[i]->day > newest)
            newest = k->window->of[i]->day;
    return version_day_of(go_version_position((uint16_t)(p->since - go_versions), VERSION_NEVER)) - newest >
           FORESEEABLE;
}

enum { FAR_BACK = 4096 }; /* nodes that are looked at for what stands around a key */

/* Whether the mapping that a key stands in has another one of this name. Far into a long one it may. */
static bool may_stand_beside(const struct checking *k, const struct node *key, struct str name)
{
    for (const struct node *n = key; n > k->file->tape.nodes && key - n < FAR_BACK; n--)
        if (n[-1].kind == NODE_MAPPING && n - 1 + n[-1].span > key)
            return node_key(n - 1, name) != NULL;
    return true;
}

/* What one text in place of another mends. */
static void add_repair(const struct checking *k, const struct decode_problem *p, struct finding *f)
{
    struct arena *a = &k->out->arena;
    struct str text = node_text(p->at), advice;
    bool misspelt = str_eq(str_c(f->rule->id), STR("misspelt-field"));

    switch (p->kind) {
    case DECODE_UNKNOWN_FIELD:
        if (p->suggestion.len && !may_stand_beside(k, p->at, p->suggestion))
            finding_repair(k->out, f, misspelt ? REPAIR_MEANT : REPAIR_LIKELY, f->at, p->suggestion);
        break;
    case DECODE_WRONG_CASE:
        if (!may_stand_beside(k, p->at, p->suggestion))
            finding_repair(k->out, f, REPAIR_SAME, f->at, p->suggestion);
        break;
    case DECODE_WRONG_TYPE:
        if (is_scalar(p->at) && str_eq(wanted_words(a, p->message), STR("a text")))
            finding_repair(k->out, f, REPAIR_MEANT, f->at, str_slice(k->file->tape.source, p->at->start, p->at->end));
        break;
    case DECODE_BAD_VALUE:
        advice = duration_advice(a, p->message, text);
        if (str_ends(text, STR("d")) && advice.len)
            finding_repair(k->out, f, REPAIR_MEANT, f->at, str_from(advice, sizeof "; write " - 1));
        break;
    case DECODE_TINY_DURATION:
        finding_repair(k->out, f, REPAIR_LIKELY, f->at, ARENA_JOIN(a, text, STR("s")));
        break;
    default:
        break;
    }
}

static void note_refusal(struct checking *k, const struct decode_problem *p)
{
    if (!p->refused)
        return;
    *ARENA_PUSH(k->arena, k->refused->at, k->refused->count, k->refused->cap) = p->at;
}

static void tell(void *context, const struct decode_problem *p)
{
    struct checking *k = context;
    const char *id = is_misspelt(k, p) ? "misspelt-field" : rule_of(p);
    struct finding *f;

    if (!(p->versions & k->window->deployed) || says_nothing(p))
        return;
    note_refusal(k, p);
    f = id ? report_rule(k->settings, k->out, str_c(id), prow_place(k->file, p->at), "%.*s", STR_ARG(message_of(k, p)))
           : NULL;
    if (!f)
        return;
    f->path = arena_copy(&k->out->arena, p->path);
    add_repair(k, p, f);
    if (f->severity == SEVERITY_ERROR && is_far_ahead(k, p))
        f->severity = SEVERITY_WARNING;
    add_detail(k, p, f);
    if (p->message.len)
        f->prow_message =
            arena_copy(&k->out->arena, prow_json_envelope(k->arena, k->settings->window, k->file, p->message));
}

void typed_check(const struct typed_window *t, const struct rule_settings *s, struct findings *out,
                 const struct prow_file *f, struct arena *a, struct refusals *refused)
{
    struct checking k = { t, s, out, f, a, refused };
    struct decode_options options = { .window = &t->go, .short_paths = t->short_paths };
    struct decode_result result;

    decode(&f->tape, typed_root(f->role), &options, a, tell, &k, &result);
}

bool refusals_inside(const struct refusals *r, const struct node *value)
{
    for (size_t i = 0; i < r->count; i++)
        if (r->at[i] >= value && r->at[i] < value + value->span)
            return true;
    return false;
}
