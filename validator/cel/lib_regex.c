/* cel-go's regex extension, and Kubernetes' find and findAll. */
#include "base/buf.h"
#include "base/utf8.h"
#include "cel/cost.h"
#include "cel/run.h"
#include "syntax/scalar/goquote.h"

enum { MOST_GROUPS = 10, MOST_TEXT = 16 << 20 };

/* Matches one after the other, as Go's FindAll goes on: not twice at one place for an empty one. */
struct finder {
    const struct regex *re;
    struct str text;
    size_t from;     /* where the next search begins */
    size_t last_end; /* of the latest match; SIZE_MAX before */
};

/* The next match; spans of groups 0 to n - 1. */
static bool find_next(struct cel_run *run, struct finder *f, struct regex_span *spans, size_t n)
{
    while (f->from <= f->text.len) {
        bool empty, taken;
        size_t w;

        if (cel_search(run, f->re, f->text, f->from, spans, n) != REGEX_MATCH)
            return false;
        empty = spans[0].start == spans[0].end;
        taken = !(empty && spans[0].start == f->last_end);
        f->last_end = spans[0].end;
        utf8_decode(str_from(f->text, spans[0].end), &w);
        f->from = empty ? spans[0].end + (w ? w : 1) : spans[0].end;
        if (taken)
            return true;
    }
    return false;
}

static const struct regex *one_group(struct cel_run *run, struct str pattern, struct cel_value *out)
{
    const struct regex *re = cel_pattern(run, pattern, out);

    if (!re || regex_group_count(re) <= 1)
        return re;
    cel_fail(run, out,
             ARENA_JOIN(run->arena, STR("regular expression has more than one capturing group: "),
                        go_quote(run->arena, pattern)));
    return NULL;
}

static struct str span_text(struct str text, struct regex_span s)
{
    return s.start == REGEX_UNSET ? STR("") : str_slice(text, s.start, s.end);
}

static void extract(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    const struct regex *re = one_group(run, cel_text(&args[1]), out);
    struct finder f = { .re = re, .text = cel_text(&args[0]), .last_end = SIZE_MAX };
    struct regex_span spans[2];
    size_t group;
    struct str found;

    (void)n;
    if (!re)
        return;
    group = regex_group_count(re);
    *out = cel_none();
    if (!find_next(run, &f, spans, 2))
        return;
    found = span_text(f.text, spans[group]);
    if (found.len || group == 0)
        *out = cel_some(run->arena, cel_string(found));
}

/* Texts of all matches, or of their group, in a list; at most most of them. */
static void collect(struct cel_run *run, struct finder *f, size_t group, int64_t most, bool skip_empty,
                    struct cel_value *out)
{
    size_t count = 0, cap = 8;
    struct cel_value *items = cel_values(run, cap);
    struct regex_span spans[2];

    while (items && (most < 0 || (int64_t)count < most) && find_next(run, f, spans, 2)) {
        struct str found = span_text(f->text, spans[group]);
        if (skip_empty && found.len == 0)
            continue;
        if (count == cap) {
            struct cel_value *wider = cel_values(run, cap * 2);
            if (!wider)
                break;
            memcpy(wider, items, count * sizeof(*items));
            items = wider;
            cap *= 2;
        }
        items[count++] = cel_string(found);
    }
    *out = cel_list_value(run->arena, items, count);
}

static void extract_all(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    const struct regex *re = one_group(run, cel_text(&args[1]), out);
    struct finder f = { .re = re, .text = cel_text(&args[0]), .last_end = SIZE_MAX };

    (void)n;
    if (re)
        collect(run, &f, regex_group_count(re), -1, regex_group_count(re) == 1, out);
}

/* The replacement for one match: \0 to \9 are groups, \\ a backslash. False with an error. */
static bool put_replacement(struct cel_run *run, struct buf *b, struct str with, struct str text, size_t groups,
                            const struct regex_span *spans, struct cel_value *out)
{
    const struct str whole = with;
    const char *wrong = NULL;

    while (with.len && !wrong && b->len <= MOST_TEXT) {
        size_t plain = str_find_char(with, '\\');
        char c;

        if (plain > with.len)
            plain = with.len;
        buf_put(b, str_slice(with, 0, plain));
        with = str_from(with, plain);
        if (with.len == 0)
            break;
        c = with.len > 1 ? with.p[1] : '\0';
        if (with.len == 1) {
            wrong = "\\ not allowed at end";
        } else if (c == '\\') {
            buf_char(b, c);
        } else if (c < '0' || c > '9') {
            wrong = "\\ must be followed by a digit or \\";
        } else if ((size_t)(c - '0') > groups) {
            cel_failf(run, out, "replacement string references group %d but regex has only %zu group(s)", c - '0',
                      groups);
            return false;
        } else {
            buf_put(b, span_text(text, spans[c - '0']));
        }
        with = str_from(with, with.len > 1 ? 2 : 1);
    }
    if (wrong)
        cel_failf(run, out, "invalid replacement string: '%.*s' %s", (int)whole.len, whole.p, wrong);
    return !wrong;
}

static void replace(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    struct finder f = { .text = cel_text(&args[0]), .last_end = SIZE_MAX };
    int64_t most = n == 4 ? args[3].i : -1;
    struct regex_span spans[MOST_GROUPS];
    struct buf b = { 0 };
    size_t groups, at = 0;

    if (most == 0) {
        *out = args[0];
        return;
    }
    f.re = cel_pattern(run, cel_text(&args[1]), out);
    if (!f.re)
        return;
    groups = regex_group_count(f.re);
    for (int64_t i = 0; (most < 0 || i < most) && find_next(run, &f, spans, MOST_GROUPS); i++) {
        buf_put(&b, str_slice(f.text, at, spans[0].start));
        if (!put_replacement(run, &b, cel_text(&args[2]), f.text, groups, spans, out)) {
            buf_free(&b);
            return;
        }
        at = spans[0].end;
        if (b.len > MOST_TEXT) {
            cel_stop(run, "a text grows too long");
            break;
        }
    }
    buf_put(&b, str_from(f.text, at));
    cel_text_of(run, &b, out);
}

static void find(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    const struct regex *re = cel_pattern(run, cel_text(&args[1]), out);
    struct finder f = { .re = re, .text = cel_text(&args[0]), .last_end = SIZE_MAX };
    struct regex_span span;

    (void)n;
    if (re)
        *out = cel_string(find_next(run, &f, &span, 1) ? span_text(f.text, span) : STR(""));
}

static void find_all(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    const struct regex *re = cel_pattern(run, cel_text(&args[1]), out);
    struct finder f = { .re = re, .text = cel_text(&args[0]), .last_end = SIZE_MAX };

    if (re)
        collect(run, &f, 0, n == 3 ? args[2].i : -1, false, out);
}

const struct cel_decl cel_decls_regex[] = {
    { "regex.extract", "regex_extract_string_string", "string,string>optional_type(string)", extract, cel_cost_regex },
    { "regex.extractAll", "regex_extractAll_string_string", "string,string>list(string)", extract_all,
      cel_cost_regex_all },
    { "regex.replace", "regex_replace_string_string_string", "string,string,string>string", replace,
      cel_cost_regex_replace },
    { "regex.replace", "regex_replace_string_string_string_int", "string,string,string,int>string", replace,
      cel_cost_regex_replace },
    { NULL, NULL, NULL, NULL, NULL },
};

const struct cel_decl cel_decls_k8s_url_regex[] = {
    { "find", "string_find_string", ".string,string>string", find, cel_cost_matches },
    { "findAll", "string_find_all_string", ".string,string>list(string)", find_all, cel_cost_matches },
    { "findAll", "string_find_all_string_int", ".string,string,int>list(string)", find_all, cel_cost_matches },
    { NULL, NULL, NULL, NULL, NULL },
};
