/* Any pattern over any text: reading and compiling agree, PCRE2 takes what is translated, spans are in order.
 */
#include "syntax/regex/regex.h"

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
        require(unset || (spans[0].start <= spans[i].start && spans[i].start <= spans[i].end &&
                          spans[i].end <= spans[0].end));
    }
}

static void match(const struct regex *re, struct str text)
{
    struct regex_scratch scratch = { 0 };
    struct regex_span spans[MOST_SPANS];
    enum regex_result result = regex_match(re, &scratch, text, spans, MOST_SPANS);

    if (result == REGEX_MATCH)
        check_spans(spans, MOST_SPANS, text.len);
    require(regex_match(re, &scratch, text, NULL, 0) == result || result == REGEX_GAVE_UP);
    regex_scratch_free(&scratch);
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
    require(regex_check(&a, pattern, go, &checked) == ok && str_eq(e.message, checked.message));
    require(ok || (e.offset <= e.end && e.end <= pattern.len));
    if (ok)
        match(re, text);
    require(ok == (re != NULL));
    regex_free(re);
    require(regex_compile(&re, &a, regex_quote(&a, pattern), go, &e) || !ok);
    regex_free(re);
    arena_free(&a);
    return 0;
}
