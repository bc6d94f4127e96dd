/* Answers from the network: whatever came, either a mapping or words about it, which quote nothing that a terminal
 * would obey; and as a label of a metric, whatever the bytes, one line that reads back. */
#include "source/answer.h"
#include "gate/prometheus.h"

#include "base/gzip.h"
#include "base/utf8.h"
#include "syntax/yaml/yaml.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool is_mapping(struct str bytes)
{
    struct arena a = { 0 };
    struct yaml_error e;
    struct tape t;
    bool ok = yaml_read(&t, &a, bytes, NULL, &e) && node_kind(t.root) == NODE_MAPPING;

    arena_free(&a);
    return ok;
}

/* The first line is the Content-Type. */
static void judge(struct str input)
{
    struct arena a = { 0 };
    struct str type, bytes, words = { 0 };

    str_cut(input, '\n', &type, &bytes);
    if (answer_is_mapping(bytes, type, &a, &words)) {
        if (!gzip_is(bytes) && !is_mapping(bytes))
            abort();
    } else if (words.len == 0) {
        abort();
    }
    arena_free(&a);
}

static void label(struct str bytes)
{
    struct prometheus_label l = { "l", bytes };
    struct buf out = { 0 };
    struct str line, rest;

    prometheus_sample(&out, "x", &l, 1, 7);
    if (!str_cut(buf_str(&out), '\n', &line, &rest) || rest.len || !utf8_valid(line) || memchr(line.p, 0, line.len))
        abort();
    if (!str_starts(line, STR("x{l=\"")) || !str_ends(line, STR("\"} 7")))
        abort();
    line = str_slice(line, 5, line.len - 4);
    for (size_t i = 0; i < line.len; i++) {
        if (line.p[i] == '"')
            abort();
        if (line.p[i] == '\\' && (++i == line.len || !memchr("\\\"n", line.p[i], 3)))
            abort();
    }
    buf_free(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str input = { (const char *)data, size };

    judge(input);
    label(input);
    return 0;
}
