#include "prow/files/outline.h"

#include <string.h>

enum section { SECTION_OTHER, SECTION_PRESUBMITS, SECTION_POSTSUBMITS, SECTION_PERIODICS };

struct reader {
    struct outline *out;
    struct arena *arena;
    enum section section;
    bool began; /* a top-level key was seen: the document is a mapping */
    bool seen[SECTION_PERIODICS + 1];
    size_t repo_indent, item_indent; /* SIZE_MAX until a line shows it */
    struct outline_repo *repo;       /* whose items follow; NULL before the first */
    struct outline_job *job;         /* the presubmit or periodic whose lines follow; NULL outside of one */
    size_t job_indent;               /* of its keys; SIZE_MAX until a line shows it */
    bool value_open;                 /* a value that counts may go on in the next line */
};

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* A quote begins a quoted text where a value may begin. */
static bool may_open(struct str line, size_t at)
{
    return at == 0 || is_blank(line.p[at - 1]) || memchr("[{,(=:", line.p[at - 1], 6) != NULL;
}

/* Whether every quoted text that begins in the line ends in it. */
static bool quotes_close(struct str line)
{
    char open = 0;

    for (size_t i = 0; i < line.len; i++) {
        char c = line.p[i];
        if (open == '"' && c == '\\')
            i++;
        else if (open && c == open)
            open = 0;
        else if (!open && c == '#' && (i == 0 || is_blank(line.p[i - 1])))
            return true;
        else if (!open && (c == '"' || c == '\'') && may_open(line, i))
            open = c;
    }
    return !open;
}

/* Whether they do in all lines; those without quotes are not looked at. */
static bool all_quotes_close(struct str bytes, char quote)
{
    const char *p = bytes.p, *end = bytes.p + bytes.len;

    while (p < end && (p = memchr(p, quote, (size_t)(end - p))) != NULL) {
        const char *from = p, *to = memchr(p, '\n', (size_t)(end - p));
        while (from > bytes.p && from[-1] != '\n')
            from--;
        to = to ? to : end;
        if (!quotes_close((struct str){ from, (size_t)(to - from) }))
            return false;
        p = to;
    }
    return true;
}

/* The key of a line that is nothing but "key:" and maybe a comment, written plainly; false for any other line. */
static bool plain_key(struct str line, struct str *key)
{
    struct str rest;

    if (!str_cut(line, ':', key, &rest) || key->len == 0)
        return false;
    /* A port or scheme in a repo key: "https://host/repo:". */
    while (rest.len && !is_blank(rest.p[0])) {
        size_t more = str_find_char(rest, ':');
        if (more == SIZE_MAX)
            return false;
        key->len += more + 1;
        rest = str_from(rest, more + 1);
    }
    for (size_t i = 0; i < key->len; i++)
        if (memchr(" \t\"'[]{}&*!|>%@`,#?<", key->p[i], 20) || (unsigned char)key->p[i] >= 0x80)
            return false;
    rest = str_trim(rest);
    return key->p[0] != '-' && (rest.len == 0 || rest.p[0] == '#');
}

/* Keys that YAML 1.1 takes for something else than the text that stands there. */
static bool is_no_text(struct str key)
{
    return key.p[0] == '.' || key.p[0] == '~' || key.p[0] == '+' || (key.p[0] >= '0' && key.p[0] <= '9') ||
           key.len <= 5; /* yes, no, on, off, true, null, ...: no repo key is that short */
}

static bool is_word(struct str key)
{
    for (size_t i = 0; i < key.len; i++) {
        char c = key.p[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!letter && (i == 0 || (c != '_' && c != '-' && c != '.' && !(c >= '0' && c <= '9'))))
            return false;
    }
    return key.len > 0;
}

/* What counts of a job. */
enum { KEY_NAME, KEY_CONTEXT, KEY_OPTIONAL, KEY_SKIP_REPORT, KEY_RUN_IF_CHANGED, KEY_SKIP_IF_ONLY_CHANGED, KEYS };

static const struct str keys[KEYS] = { STR_INIT("name"), STR_INIT("context"), STR_INIT("optional"),
                                       STR_INIT("skip_report"), STR_INIT("run_if_changed"),
                                       STR_INIT("skip_if_only_changed") };

static void put_value(struct outline_job *j, unsigned key, struct str value)
{
    struct fingerprint f = fingerprint_of(value);

    if (key == KEY_NAME)
        j->name = f;
    else if (key == KEY_OPTIONAL)
        j->optional = str_eq(value, STR("true"));
    else if (value.len == 0 || (key == KEY_SKIP_REPORT && str_eq(value, STR("false"))))
        return;
    else if (key == KEY_CONTEXT)
        j->context = f;
    else
        j->compared = fingerprint_with(j->compared, fingerprint_then(fingerprint_of(keys[key]), f));
}

static void put_defaults(struct outline_job *j)
{
    if (!fingerprint_known(j->context))
        j->context = j->name;
}

/* Takes the quoted text that s begins with: false where an escape is another than of a quote or a backslash, and where
 * something follows but a comment. */
static bool quoted_value(struct str s, struct arena *a, struct str *value)
{
    char *text = ARENA_ARRAY(a, char, s.len);
    size_t n = 0, i = 1;

    for (; i < s.len && s.p[i] != s.p[0]; text[n++] = s.p[i++])
        if (s.p[0] == '"' && s.p[i] == '\\' && (++i == s.len || (s.p[i] != '"' && s.p[i] != '\\')))
            return false;
    *value = (struct str){ text, n };
    if (i == s.len)
        return false;
    s = str_trim(str_from(s, i + 1));
    return s.len == 0 || s.p[0] == '#';
}

/* The text of a value on one line; false where it takes more than that to tell. */
static bool plain_value(struct str s, struct arena *a, struct str *value)
{
    size_t end;

    if (s.len == 0 || memchr("|>&*!{[]}%@`#,?", s.p[0], 15))
        return false;
    if (s.p[0] == '"' || s.p[0] == '\'')
        return quoted_value(s, a, value);
    for (end = 1; end < s.len && !(s.p[end] == '#' && is_blank(s.p[end - 1])); end++)
        ;
    *value = str_trim(str_slice(s, 0, end));
    return true;
}

/* A line that begins where the keys of a job do. */
static bool take_job_line(struct reader *r, struct str line)
{
    struct str key, rest, value;

    r->value_open = false;
    if (memchr("\"'?&*!<{", line.p[0], 8))
        return false;
    if (!memchr("ncorsNCORS", line.p[0], 10) || !str_cut(line, ':', &key, &rest) || (rest.len && !is_blank(rest.p[0])))
        return true;
    for (unsigned i = 0; i < KEYS; i++) {
        if (!fold_equal(str_trim(key), keys[i]))
            continue;
        if (!str_eq(key, keys[i]) || !plain_value(str_trim(rest), r->arena, &value) ||
            (i == KEY_NAME && fingerprint_known(r->job->name)))
            return false;
        put_value(r->job, i, value);
        r->value_open = true;
    }
    return true;
}

/* A line deeper than the dash of a job. */
static bool take_deep_line(struct reader *r, struct str line)
{
    size_t at = r->item_indent + 1;

    while (at < line.len && line.p[at] == ' ' && at < r->job_indent)
        at++;
    if (at == line.len || line.p[at] == '#')
        return true;
    if (r->job_indent == SIZE_MAX)
        r->job_indent = at;
    if (at < r->job_indent || line.p[at] == '\t')
        return false;
    if (line.p[at] != ' ')
        return take_job_line(r, str_from(line, at));
    line = str_trim(line);
    return !r->value_open || line.len == 0 || line.p[0] == '#';
}

/* The line of its dash. The list has count others. */
static bool begin_job(struct reader *r, struct outline_job **list, size_t count, size_t *cap, struct str line,
                      size_t indent)
{
    size_t at = indent + 1;

    *list = arena_grow(r->arena, *list, count, cap, sizeof **list);
    r->job = &(*list)[count];
    *r->job = (struct outline_job){ 0 };
    r->job_indent = SIZE_MAX;
    while (at < line.len && line.p[at] == ' ')
        at++;
    if (at == line.len || line.p[at] == '#')
        return true;
    r->job_indent = at;
    return line.p[at] != '\t' && line.p[at] != '-' && take_job_line(r, str_from(line, at));
}

/* A job without a name may have it from somewhere else. */
static bool end_job(struct reader *r)
{
    bool named = !r->job || fingerprint_known(r->job->name);

    if (r->job)
        put_defaults(r->job);
    r->job = NULL;
    r->value_open = false;
    return named;
}

static bool begin_section(struct reader *r, struct str line)
{
    static const struct str names[] = { [SECTION_PRESUBMITS] = STR_INIT("presubmits"),
                                        [SECTION_POSTSUBMITS] = STR_INIT("postsubmits"),
                                        [SECTION_PERIODICS] = STR_INIT("periodics") };
    struct str key, value;

    r->section = SECTION_OTHER;
    r->began = true;
    if (!end_job(r))
        return false;
    r->repo = NULL;
    r->repo_indent = r->item_indent = SIZE_MAX;
    if (!str_cut(line, ':', &key, &value) || (value.len && !is_blank(value.p[0])) || !is_word(key))
        return false;
    for (int s = SECTION_PRESUBMITS; s <= SECTION_PERIODICS; s++) {
        if (!fold_equal(key, names[s]))
            continue;
        if (!str_eq(key, names[s]) || r->seen[s] || !plain_key(line, &key))
            return false;
        r->seen[s] = true;
        r->section = (enum section)s;
    }
    return true;
}

static bool begin_repo(struct reader *r, struct str line, size_t indent)
{
    struct str key;

    if (!end_job(r) || !plain_key(str_from(line, indent), &key) || is_no_text(key))
        return false;
    for (size_t i = 0; i < r->out->count; i++)
        if (str_eq(r->out->repos[i].repo, key) && (r->out->repos[i].kind == PRESUBMIT) ==
                                                      (r->section == SECTION_PRESUBMITS))
            return false;
    r->repo_indent = indent;
    r->item_indent = SIZE_MAX;
    r->out->repos = arena_grow(r->arena, r->out->repos, r->out->count, &r->out->cap, sizeof *r->out->repos);
    r->repo = &r->out->repos[r->out->count++];
    *r->repo = (struct outline_repo){ .repo = key, .kind = r->section == SECTION_PRESUBMITS ? PRESUBMIT : POSTSUBMIT };
    return true;
}

static bool is_item(struct str line, size_t indent)
{
    return line.p[indent] == '-' && (indent + 1 == line.len || is_blank(line.p[indent + 1]));
}

/* A line within presubmits or postsubmits: a repo, one of its items, or something deeper. */
static bool take_repo_line(struct reader *r, struct str line, size_t indent)
{
    if (r->repo && is_item(line, indent) && indent >= r->repo_indent &&
        (r->item_indent == SIZE_MAX || indent == r->item_indent)) {
        r->item_indent = indent;
        if (!end_job(r) ||
            (r->repo->kind == PRESUBMIT && !begin_job(r, &r->repo->list, r->repo->jobs, &r->repo->cap, line, indent)))
            return false;
        r->repo->jobs++;
        return true;
    }
    if (r->repo && r->item_indent != SIZE_MAX && indent > r->item_indent)
        return !r->job || take_deep_line(r, line);
    return (r->repo_indent == SIZE_MAX || indent == r->repo_indent) && indent > 0 && begin_repo(r, line, indent);
}

static bool take_periodic_line(struct reader *r, struct str line, size_t indent)
{
    if (is_item(line, indent) && (r->item_indent == SIZE_MAX || indent == r->item_indent)) {
        struct outline *o = r->out;
        r->item_indent = indent;
        if (!end_job(r) || !begin_job(r, &o->periodic_list, o->periodics, &o->periodic_cap, line, indent))
            return false;
        o->periodics++;
        return true;
    }
    return r->item_indent != SIZE_MAX && indent > r->item_indent && take_deep_line(r, line);
}

static bool take_line(struct reader *r, struct str line)
{
    size_t indent = 0;

    while (indent < line.len && line.p[indent] == ' ')
        indent++;
    if (indent == line.len || line.p[indent] == '#')
        return true;
    if (indent && !r->began)
        return false;
    if (line.p[indent] == '\t')
        return r->section == SECTION_OTHER || indent > r->item_indent;
    if (indent == 0 && !(is_item(line, 0) && r->section == SECTION_PERIODICS) &&
        !(is_item(line, 0) && r->section == SECTION_OTHER && r->began))
        return begin_section(r, line);
    if (r->section == SECTION_OTHER)
        return true;
    return r->section == SECTION_PERIODICS ? take_periodic_line(r, line, indent) : take_repo_line(r, line, indent);
}

/* Most lines: within a job, or outside of what counts. */
static bool is_deep(const struct reader *r, struct str line)
{
    size_t below = r->section != SECTION_OTHER ? r->item_indent : r->began ? 0 : SIZE_MAX;

    if (below == SIZE_MAX || line.len <= below)
        return false;
    for (size_t i = 0; i <= below; i++)
        if (line.p[i] != ' ')
            return false;
    return true;
}

bool outline_read(struct outline *o, struct arena *a, struct str bytes)
{
    struct reader r = { .out = o, .arena = a, .repo_indent = SIZE_MAX, .item_indent = SIZE_MAX };
    bool first = true;

    *o = (struct outline){ 0 };
    if (bytes.len && ((unsigned char)bytes.p[0] >= 0x80 || memchr(bytes.p, '\r', bytes.len) ||
                      memchr(bytes.p, '\0', bytes.len)))
        return false;
    if (!all_quotes_close(bytes, '"') || !all_quotes_close(bytes, '\''))
        return false;
    for (const char *p = bytes.p, *end = bytes.p + bytes.len, *next; p < end; p = next) {
        const char *newline = memchr(p, '\n', (size_t)(end - p));
        struct str line = { p, (size_t)((newline ? newline : end) - p) };
        next = newline ? newline + 1 : end;
        if (is_deep(&r, line)) {
            bool deeper = r.job_indent < line.len && line.p[r.job_indent] == ' ' && !r.value_open;
            if (r.job && !deeper && !take_deep_line(&r, line))
                return false;
            continue;
        }
        /* One "---" may begin the file; any other ends the document. */
        if (str_eq(line, STR("---")) && first) {
            first = false;
            continue;
        }
        if (str_starts(line, STR("---")) || str_starts(line, STR("...")))
            return false;
        first = first && (line.len == 0 || line.p[0] == '#');
        if (!take_line(&r, line))
            return false;
    }
    return end_job(&r);
}

static struct outline_job *list_jobs(struct arena *a, const struct node *jobs)
{
    struct outline_job *list, *j;

    if (node_kind(jobs) != NODE_SEQUENCE)
        return NULL;
    list = j = ARENA_ARRAY(a, struct outline_job, node_count(jobs));
    for (const struct node *n = node_first(jobs); n; n = node_next(jobs, n), j++) {
        for (unsigned i = 0; i < KEYS; i++)
            put_value(j, i, node_text(node_field(node_value(n), keys[i])));
        put_defaults(j);
    }
    return list;
}

static void add_repos(struct outline *o, struct arena *a, enum job_kind kind, const struct node *map)
{
    for (const struct node *k = node_first_key(map); k; k = node_next_key(map, k)) {
        const struct node *jobs = node_pair_value(k);
        struct outline_repo r = { .repo = node_text(k), .kind = kind, .jobs = node_count(jobs) };
        if (kind == PRESUBMIT)
            r.list = list_jobs(a, jobs);
        o->repos = arena_grow(a, o->repos, o->count, &o->cap, sizeof *o->repos);
        o->repos[o->count++] = r;
    }
}

void outline_of_tape(struct outline *o, struct arena *a, const struct tape *t)
{
    const struct node *periodics = node_field(t->root, STR("periodics"));

    *o = (struct outline){ .periodics = node_count(periodics), .periodic_list = list_jobs(a, periodics) };
    add_repos(o, a, PRESUBMIT, node_field(t->root, STR("presubmits")));
    add_repos(o, a, POSTSUBMIT, node_field(t->root, STR("postsubmits")));
}

static struct outline_job *copy_list(struct arena *a, const struct outline_job *list, size_t count)
{
    struct outline_job *copy = list ? ARENA_ARRAY(a, struct outline_job, count) : NULL;

    for (size_t i = 0; list && i < count; i++)
        copy[i] = list[i];
    return copy;
}

struct outline outline_copy(struct arena *a, const struct outline *o)
{
    struct outline copy = *o;

    copy.repos = ARENA_ARRAY(a, struct outline_repo, o->count);
    copy.periodic_list = copy_list(a, o->periodic_list, o->periodics);
    for (size_t i = 0; i < o->count; i++) {
        copy.repos[i] = o->repos[i];
        copy.repos[i].repo = arena_copy(a, o->repos[i].repo);
        copy.repos[i].list = copy_list(a, o->repos[i].list, o->repos[i].jobs);
    }
    return copy;
}
