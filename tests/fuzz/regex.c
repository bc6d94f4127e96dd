/* Any pattern over any text: reading and compiling agree, PCRE2 takes what is translated, both engines find
 * the same, spans are in order. */
#include "syntax/regex/parse.h"
#include "syntax/regex/program.h"
#include "syntax/regex/translate.h"

#include <stdint.h>
#include <stdlib.h>

enum { MOST_SPANS = 16 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
    if (!holds)
        abort();
}

static void check_spans(const struct regex_span *spans, size_t n, size_t length)
{
    require(spans[0].start <= spans[0].end && spans[0].end <= length);
    for (size_t i = 1; i < n; i++) {
        bool unset = spans[i].start == REGEX_UNSET;
        require(unset == (spans[i].end == REGEX_UNSET));
        require(unset ||
                (spans[0].start <= spans[i].start && spans[i].start <= spans[i].end && spans[i].end <= spans[0].end));
    }
}

static void check_translation(const struct regex_node *root, int go)
{
    int error = 0;
    pcre2_code *code = regex_pcre2_compile(root, go, &error);

    require(code || error == PCRE2_ERROR_PATTERN_TOO_LARGE || error == PCRE2_ERROR_PARENTHESES_NEST_TOO_DEEP);
    pcre2_code_free(code);
}

/* What the automaton alone finds is what was found. */
static void check_engines(struct str pattern, struct str text, int go, bool matched, const struct regex_span *spans)
{
    struct arena a = { 0 }, scratch = { 0 };
    struct regex_span found[MOST_SPANS];
    struct regex_program program;
    struct regex_error e;
    struct regex_tree tree;
    int result = -1;
    size_t n;

    require(regex_parse(&a, pattern, go, &tree, &e));
    n = tree.groups + 1 < MOST_SPANS ? tree.groups + 1 : MOST_SPANS;
    tree.root = regex_node_simplify(&a, tree.root);
    if (regex_translatable(tree.root))
        check_translation(tree.root, go);
    if (regex_program_make(&program, &a, tree.root, go))
        result = regex_program_run(&program, &scratch, text, found, n);
    require(result < 0 || result == matched);
    for (size_t i = 0; result > 0 && i < n; i++)
        require(found[i].start == spans[i].start && found[i].end == spans[i].end);
    arena_free(&scratch);
    arena_free(&a);
}

static void match(const struct regex *re, struct str pattern, struct str text, int go)
{
    struct regex_scratch scratch = { 0 };
    struct regex_span spans[MOST_SPANS];
    enum regex_result result = regex_match(re, &scratch, text, spans, MOST_SPANS);

    if (result == REGEX_MATCH)
        check_spans(spans, MOST_SPANS, text.len);
    if (result != REGEX_GAVE_UP) {
        require(regex_match(re, &scratch, text, NULL, 0) == result);
        check_engines(pattern, text, go, result == REGEX_MATCH, spans);
    }
    regex_scratch_free(&scratch);
}

/* A quoted text matches itself. */
static void check_quoted(struct str text, int go)
{
    struct regex_scratch scratch = { 0 };
    struct arena a = { 0 };
    struct regex_error e;
    struct regex_span span;
    struct regex *re;

    if (regex_compile(&re, &a, regex_quote(&a, text), go, &e)) {
        require(regex_match(re, &scratch, text, &span, 1) == REGEX_MATCH);
        require(span.start == 0 && span.end == text.len);
    }
    regex_free(re);
    regex_scratch_free(&scratch);
    arena_free(&a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a = { 0 };
    struct str all, pattern, text;
    struct regex_error e = { 0 }, checked = { 0 };
    struct regex *re;
    int go;
    bool ok;

    if (size == 0)
        return 0;
    go = 16 + data[0] % 11;
    all = (struct str){ (const char *)data + 1, size - 1 };
    str_cut(all, '\n', &pattern, &text);
    ok = regex_compile(&re, &a, pattern, go, &e);
    require(ok == (re != NULL));
    require(regex_check(&a, pattern, go, &checked) == ok && str_eq(e.message, checked.message));
    require(ok || (e.offset <= e.end && e.end <= pattern.len));
    if (ok)
        match(re, pattern, text, go);
    regex_free(re);
    check_quoted(pattern, go);
    arena_free(&a);
    return 0;
}
