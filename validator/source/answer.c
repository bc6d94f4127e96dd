#include "source/answer.h"

#include "base/gzip.h"
#include "base/quote.h"
#include "syntax/yaml/yaml.h"

enum { TITLE = 60, LOOKED_AT = 64 * 1024, MOST_YAML = 1 << 30 /* the reader's own limit */ };

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* Whether s begins with what, which is in lower case. */
static bool begins(struct str s, struct str what)
{
    if (s.len < what.len)
        return false;
    for (size_t i = 0; i < what.len; i++)
        if (lower(s.p[i]) != what.p[i])
            return false;
    return true;
}

static bool is_html(struct str bytes, struct str type)
{
    bytes = str_trim(str_trim_prefix(bytes, STR("\xEF\xBB\xBF")));
    return begins(type, STR("text/html")) || begins(type, STR("application/xhtml")) ||
           begins(bytes, STR("<!doctype")) || begins(bytes, STR("<html")) || begins(bytes, STR("<head")) ||
           begins(bytes, STR("<?xml")) || begins(bytes, STR("<!--"));
}

/* What stands between <title> and the next tag; empty where there is none. */
static struct str title(struct str bytes)
{
    bytes = str_slice(bytes, 0, LOOKED_AT);
    for (; bytes.len; bytes = str_from(bytes, 1))
        if (bytes.p[0] == '<' && begins(bytes, STR("<title>"))) {
            bytes = str_from(bytes, 7);
            return str_trim(str_slice(bytes, 0, str_find_char(bytes, '<')));
        }
    return bytes;
}

static struct str html_words(struct str bytes, struct arena *a)
{
    struct str t = title(bytes), shown = arena_quote(a, str_slice(t, 0, TITLE));

    if (t.len == 0)
        return STR("an HTML page");
    return ARENA_JOIN(a, STR("an HTML page with the title "), shown);
}

static struct str kind_words(const struct node *root)
{
    switch (node_kind(root)) {
    case NODE_NULL:
        return STR("an empty YAML document");
    case NODE_SEQUENCE:
        return STR("a YAML list");
    default:
        return STR("a text");
    }
}

/* A mapping that says something else than a configuration: what Kubernetes' API and many others answer with. */
static struct str mapping_words(const struct node *root, struct arena *a)
{
    static const char *const errors[] = { "error", "errors", "error_description", "fault" };
    struct str kind = node_text(node_get(root, STR("kind")));

    if (root->len == 0)
        return STR("an empty object");
    if (str_eq(kind, STR("Status")) && node_get(root, STR("apiVersion")))
        return ARENA_JOIN(a, STR("a Kubernetes Status object, "),
                          arena_quote(a, str_slice(node_text(node_get(root, STR("message"))), 0, TITLE)));
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++)
        if (node_get(root, str_c(errors[i])))
            return ARENA_JOIN(a, STR("an object with \""), str_c(errors[i]), STR("\""));
    return STR("");
}

/* Files of Prow's may be gzip themselves; then what is inside is looked at by whoever reads them. */
bool answer_is_mapping(struct str bytes, struct str type, struct arena *a, struct str *words)
{
    struct yaml_limits limits = YAML_LIMITS;
    struct arena scratch = { 0 };
    struct yaml_error e;
    struct tape t;
    bool ok = false;

    if (bytes.len > limits.bytes)
        limits.bytes = bytes.len < MOST_YAML ? bytes.len : MOST_YAML;
    if (str_trim(bytes).len == 0)
        *words = STR("nothing");
    else if (is_html(bytes, type))
        *words = html_words(bytes, a);
    else if (gzip_is(bytes))
        ok = true;
    else if (!yaml_read(&t, &scratch, bytes, &limits, &e))
        *words = ARENA_JOIN(a, STR("no YAML ("), e.message, STR(")"));
    else if (node_kind(t.root) == NODE_MAPPING)
        ok = (*words = mapping_words(t.root, a)).len == 0;
    else
        *words = kind_words(t.root);
    arena_free(&scratch);
    return ok;
}
