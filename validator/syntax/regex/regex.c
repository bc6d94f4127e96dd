#include "syntax/regex/regex.h"

#include "base/limits.h"
#include "base/utf8.h"
#include "syntax/regex/parse.h"
#include "syntax/regex/program.h"
#include "syntax/regex/translate.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

/* Past this much backtracking the automaton is faster; KiB of backtracking points. PCRE2 counts anew at each byte that a
 * match may begin at, so long texts get less for each: MATCH_STEPS in all, and MATCH_LEAST at least. */
enum { MATCH_LIMIT = 100 * 1000, MATCH_LEAST = 100, HEAP_LIMIT = 20 * 1024, GO_OLDEST = 16 };

/* A pattern that is nothing but text, perhaps anchored. */
struct fixed_text {
    bool is, begins, ends;
    struct str bytes;
};

struct regex {
    pcre2_code *code; /* NULL: left to the program */
    struct regex_program program;
    bool has_program;
    struct fixed_text fixed;
    size_t groups;
    struct str *names;
    /* What the above points to follows. */
    max_align_t room[];
};

static int clamp_version(int go_minor)
{
    if (go_minor < GO_OLDEST)
        return GO_OLDEST;
    return go_minor > REGEX_GO_NEWEST ? REGEX_GO_NEWEST : go_minor;
}

static bool parse_into(struct arena *tree_arena, struct arena *a, struct str pattern, int go_minor,
                       struct regex_tree *tree, struct regex_error *e)
{
    if (regex_parse(tree_arena, pattern, go_minor, tree, e))
        return true;
    e->message = arena_copy(a, e->message);
    return false;
}

bool regex_check(struct arena *a, struct str pattern, int go_minor, struct regex_error *e)
{
    struct arena work = { 0 };
    struct regex_tree tree;
    bool ok = parse_into(&work, a, pattern, clamp_version(go_minor), &tree, e);

    arena_free(&work);
    return ok;
}

static bool is_plain(const struct regex_node *n)
{
    if (n->op != RE_LITERAL || n->fold)
        return false;
    /* An invalid byte counts as U+FFFD, and no text holds a surrogate. */
    for (size_t i = 0; i < n->count; i++)
        if (n->runes[i] == UTF8_BAD || (n->runes[i] >= 0xD800 && n->runes[i] < 0xE000))
            return false;
    return true;
}

static struct str encode(struct arena *a, const struct regex_node *n)
{
    char *bytes = arena_array(a, n->count, 4);
    size_t length = 0;

    for (size_t i = 0; i < n->count; i++)
        length += utf8_encode(n->runes[i], bytes + length);
    return (struct str){ bytes, length };
}

static struct fixed_text fixed_text(struct arena *a, const struct regex_tree *tree)
{
    const struct regex_node *n = tree->root;
    struct fixed_text fixed = { 0 };
    size_t at = 0;

    if (tree->groups > 0)
        return fixed;
    if (n->op != RE_CONCAT) {
        fixed.is = is_plain(n);
        if (fixed.is)
            fixed.bytes = encode(a, n);
        return fixed;
    }
    fixed.begins = n->kids[at]->op == RE_BEGIN_TEXT;
    at += fixed.begins;
    if (at == n->count || !is_plain(n->kids[at]))
        return fixed;
    fixed.bytes = encode(a, n->kids[at++]);
    fixed.ends = at < n->count && n->kids[at]->op == RE_END_TEXT;
    fixed.is = at + fixed.ends == n->count;
    return fixed;
}

static size_t name_bytes(const struct regex_tree *tree)
{
    size_t bytes = 0;

    for (size_t i = 0; i < tree->groups; i++)
        bytes += tree->names[i].len;
    return bytes;
}

static struct str put_text(char **at, struct str s)
{
    struct str copy = { *at, s.len };

    if (s.len)
        memcpy(*at, s.p, s.len);
    *at += s.len;
    return copy;
}

/* One block with everything that the pattern keeps. */
static struct regex *assemble(const struct regex_tree *tree, const struct regex_program *program,
                              struct fixed_text fixed)
{
    size_t program_bytes = program ? regex_program_bytes(program) : 0;
    size_t name_table = tree->groups * sizeof(struct str);
    struct regex *re = malloc(sizeof *re + program_bytes + name_table + name_bytes(tree) + fixed.bytes.len);
    char *at;

    if (!re)
        abort();
    *re = (struct regex){ .groups = tree->groups, .has_program = program != NULL, .fixed = fixed };
    re->names = (struct str *)re->room;
    if (program)
        regex_program_copy(&re->program, program, (char *)re->room + name_table);
    at = (char *)re->room + name_table + program_bytes;
    for (size_t i = 0; i < tree->groups; i++)
        re->names[i] = put_text(&at, tree->names[i]);
    re->fixed.bytes = put_text(&at, fixed.bytes);
    return re;
}

bool regex_compile(struct regex **out, struct arena *a, struct str pattern, int go_minor, struct regex_error *e)
{
    struct arena work = { 0 };
    struct regex_program program;
    struct regex_tree tree;
    struct fixed_text fixed;
    bool ok, made = false;
    int ignored;

    *out = NULL;
    go_minor = clamp_version(go_minor);
    ok = parse_into(&work, a, pattern, go_minor, &tree, e);
    if (ok) {
        tree.root = regex_node_simplify(&work, tree.root);
        fixed = fixed_text(&work, &tree);
        if (!fixed.is)
            made = regex_program_make(&program, &work, tree.root, go_minor);
        *out = assemble(&tree, made ? &program : NULL, fixed);
        if (!fixed.is && regex_translatable(tree.root))
            (*out)->code = regex_pcre2_compile(tree.root, go_minor, &ignored);
    }
    arena_free(&work);
    return ok;
}

uint64_t regex_cost(const struct regex *re, size_t pattern, size_t text)
{
    if (re->code || re->fixed.is)
        return (uint64_t)pattern + text;
    return (uint64_t)(pattern + 1) * (text + 1) * LIMIT_AUTOMATON_STEP;
}

void regex_free(struct regex *re)
{
    if (!re)
        return;
    pcre2_code_free(re->code);
    free(re);
}

size_t regex_group_count(const struct regex *re)
{
    return re->groups;
}

struct str regex_group_name(const struct regex *re, size_t group)
{
    return group >= 1 && group <= re->groups ? re->names[group - 1] : STR("");
}

static enum regex_result match_fixed(const struct fixed_text *fixed, struct str text, struct regex_span *spans,
                                     size_t n)
{
    size_t at;

    if (fixed->begins && fixed->ends)
        at = str_eq(text, fixed->bytes) ? 0 : SIZE_MAX;
    else if (fixed->begins)
        at = str_starts(text, fixed->bytes) ? 0 : SIZE_MAX;
    else if (fixed->ends)
        at = str_ends(text, fixed->bytes) ? text.len - fixed->bytes.len : SIZE_MAX;
    else
        at = str_find(text, fixed->bytes);
    if (at == SIZE_MAX)
        return REGEX_NO_MATCH;
    if (n > 0)
        spans[0] = (struct regex_span){ at, at + fixed->bytes.len };
    return REGEX_MATCH;
}

static void prepare(struct regex_scratch *s, size_t pairs)
{
    if (!s->match_context) {
        s->match_context = pcre2_match_context_create(NULL);
        if (!s->match_context)
            abort();
        pcre2_set_depth_limit(s->match_context, MATCH_LIMIT);
        pcre2_set_heap_limit(s->match_context, HEAP_LIMIT);
    }
    if (s->pairs >= pairs && s->match_data)
        return;
    pcre2_match_data_free(s->match_data);
    s->match_data = pcre2_match_data_create((uint32_t)pairs, NULL);
    s->pairs = pairs;
    if (!s->match_data)
        abort();
}

static uint32_t limit_for(size_t length)
{
    size_t each = (size_t)LIMIT_SEARCH_STEPS / (length + 1);

    return (uint32_t)(each > MATCH_LIMIT ? MATCH_LIMIT : each < MATCH_LEAST ? MATCH_LEAST : each);
}

static enum regex_result match_code(const struct regex *re, struct regex_scratch *s, struct str text, size_t from,
                                    struct regex_span *spans, size_t n)
{
    const PCRE2_SIZE *found;
    int rc;

    /* Group numbers past UINT16_MAX never get here: PCRE2 refuses them. */
    prepare(s, n ? n : 1);
    pcre2_set_match_limit(s->match_context, limit_for(text.len - from));
    rc = pcre2_match(re->code, (PCRE2_SPTR)(text.len ? text.p : ""), text.len, from, PCRE2_NO_UTF_CHECK, s->match_data,
                     s->match_context);
    if (rc == PCRE2_ERROR_NOMATCH)
        return REGEX_NO_MATCH;
    if (rc < 0)
        return REGEX_GAVE_UP;
    found = pcre2_get_ovector_pointer(s->match_data);
    for (size_t i = 0; i < n; i++)
        spans[i] = (struct regex_span){ found[2 * i], found[2 * i + 1] };
    return REGEX_MATCH;
}

enum regex_result regex_match(const struct regex *re, struct regex_scratch *s, struct str text,
                              struct regex_span *spans, size_t n)
{
    size_t known = n < re->groups + 1 ? n : re->groups + 1;
    enum regex_result result = REGEX_GAVE_UP;
    int found;

    for (size_t i = known; i < n; i++)
        spans[i] = (struct regex_span){ REGEX_UNSET, REGEX_UNSET };
    if (re->fixed.is)
        return match_fixed(&re->fixed, text, spans, known);
    if (re->code && utf8_valid(text))
        result = match_code(re, s, text, 0, spans, known);
    if (result != REGEX_GAVE_UP || !re->has_program)
        return result;
    found = regex_program_run(&re->program, &s->arena, text, spans, known);
    if (found < 0)
        return REGEX_GAVE_UP;
    return found ? REGEX_MATCH : REGEX_NO_MATCH;
}

enum regex_result regex_match_from(const struct regex *re, struct regex_scratch *s, struct str text, size_t from,
                                   struct regex_span *spans, size_t n)
{
    size_t known = n < re->groups + 1 ? n : re->groups + 1;
    enum regex_result result = REGEX_GAVE_UP;

    if (from == 0)
        return regex_match(re, s, text, spans, n);
    if (from > text.len || (re->fixed.is && re->fixed.begins))
        return REGEX_NO_MATCH;
    for (size_t i = known; i < n; i++)
        spans[i] = (struct regex_span){ REGEX_UNSET, REGEX_UNSET };
    if (!re->fixed.is && re->code && utf8_valid(text))
        result = match_code(re, s, text, from, spans, known);
    if (result != REGEX_GAVE_UP)
        return result;
    result = regex_match(re, s, str_from(text, from), spans, n);
    for (size_t i = 0; i < n && result == REGEX_MATCH; i++)
        if (spans[i].start != REGEX_UNSET) {
            spans[i].start += from;
            spans[i].end += from;
        }
    return result;
}

void regex_scratch_free(struct regex_scratch *s)
{
    pcre2_match_data_free(s->match_data);
    pcre2_match_context_free(s->match_context);
    arena_free(&s->arena);
    *s = (struct regex_scratch){ 0 };
}

struct str regex_quote(struct arena *a, struct str s)
{
    static const char special[] = "\\.+*?()|[]{}^$";
    char *text = arena_array(a, s.len + 1, 2);
    size_t length = 0;

    for (size_t i = 0; i < s.len; i++) {
        if (memchr(special, s.p[i], sizeof special - 1))
            text[length++] = '\\';
        text[length++] = s.p[i];
    }
    return (struct str){ text, length };
}
