/* The pattern of a line: ^(\s*(?:[^:\s]+:\s*|-\s+(?:[^:\s]+:\s*)?))(.*)$ */
#include "pipeline/yamlwrap.h"

#include "base/buf.h"
#include "base/quote.h"
#include "syntax/scalar/goquote.h"
#include "syntax/template/tree.h"

#define MARK STR("__WRAPPED_TEMPLATE__")

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
}

static size_t skip_space(struct str s, size_t i)
{
    while (i < s.len && is_space(s.p[i]))
        i++;
    return i;
}

/* [^:\s]+:\s* from i on; i where it does not stand there. */
static size_t skip_key(struct str s, size_t i)
{
    size_t at = i;

    while (at < s.len && s.p[at] != ':' && !is_space(s.p[at]))
        at++;
    return at > i && at < s.len && s.p[at] == ':' ? skip_space(s, at + 1) : i;
}

/* Where the value of a line begins; SIZE_MAX where the line is neither a pair nor an element. */
static size_t value_at(struct str line)
{
    size_t i = skip_space(line, 0), key = skip_key(line, i);

    if (key > i)
        return key;
    if (i >= line.len || line.p[i] != '-' || i + 1 >= line.len || !is_space(line.p[i + 1]))
        return SIZE_MAX;
    return skip_key(line, skip_space(line, i + 1));
}

/* {{[^}]+}} */
static bool has_action(struct str s)
{
    for (size_t i = 0; i + 1 < s.len; i++) {
        size_t end = i + 2;

        if (s.p[i] != '{' || s.p[i + 1] != '{')
            continue;
        while (end < s.len && s.p[end] != '}')
            end++;
        if (end > i + 2 && end + 1 < s.len && s.p[end + 1] == '}')
            return true;
    }
    return false;
}

static bool is_quoted(struct str s)
{
    return (str_starts(s, STR("\"")) && str_ends(s, STR("\""))) || (str_starts(s, STR("'")) && str_ends(s, STR("'")));
}

/* The value without comment and blanks around it; *comment with its '#'. */
static struct str cut_comment(struct str value, struct str *comment)
{
    size_t at = str_find_char(value, '#');

    *comment = at == SIZE_MAX ? (struct str){ "", 0 } : str_from(value, at);
    return go_trim_space(str_slice(value, 0, at));
}

static void wrap_line(struct buf *out, struct arena *a, struct str line)
{
    size_t at = str_has(line, MARK) ? SIZE_MAX : value_at(line);
    struct str comment, value;

    if (at != SIZE_MAX) {
        value = cut_comment(str_from(line, at), &comment);
        if (value.len && has_action(value) && !is_quoted(value)) {
            buf_put(out, str_slice(line, 0, at));
            buf_quote(out, ARENA_JOIN(a, MARK, value), QUOTE_UNICODE);
            if (comment.len) {
                buf_char(out, ' ');
                buf_put(out, comment);
            }
            return;
        }
    }
    buf_put(out, line);
}

static void unwrap_line(struct buf *out, struct arena *a, struct str line)
{
    size_t at = str_has(line, MARK) ? value_at(line) : SIZE_MAX, mark;
    struct str comment, value, plain;

    if (at == SIZE_MAX) {
        buf_put(out, line);
        return;
    }
    value = cut_comment(str_from(line, at), &comment);
    if (is_quoted(value)) {
        if (value.p[0] == '"' && literal_unquote(a, value, &plain))
            value = plain;
        else
            value = str_slice(value, 1, value.len - 1);
    }
    buf_put(out, str_slice(line, 0, at));
    mark = str_find(value, MARK);
    if (mark != SIZE_MAX) {
        buf_put(out, str_slice(value, 0, mark));
        value = str_from(value, mark + MARK.len);
    }
    buf_put(out, value);
    if (comment.len && !str_eq(go_trim_space(comment), STR("#"))) {
        buf_char(out, ' ');
        buf_put(out, comment);
    }
}

static struct str each_line(struct arena *a, struct str text, void (*put)(struct buf *, struct arena *, struct str))
{
    struct buf out = { 0 };
    struct str line, s;

    while (str_cut(text, '\n', &line, &text)) {
        put(&out, a, line);
        buf_char(&out, '\n');
    }
    put(&out, a, line);
    s = arena_copy(a, buf_str(&out));
    buf_free(&out);
    return s;
}

struct str yaml_wrap(struct arena *a, struct str text)
{
    return each_line(a, text, wrap_line);
}

struct str yaml_unwrap(struct arena *a, struct str text)
{
    return each_line(a, text, unwrap_line);
}
