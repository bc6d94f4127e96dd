/* cel-go's encoders at version 2: base64, JSON, YAML. */
#include "base/buf.h"
#include "base/utf8.h"
#include "cel/cost.h"
#include "cel/opaque.h"
#include "cel/run.h"
#include "cel/time.h"
#include "syntax/json/json.h"
#include "syntax/scalar/goquote.h"
#include "syntax/yaml/number.h"
#include "syntax/yaml/yaml.h"

#include <math.h>

enum { DEEPEST = 200, MOST_JSON = 10 << 20, NO_DIGIT = 64 };

static const char standard[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
static const char for_urls[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/* Go's decoder of base64, which passes over line ends. *bad is the byte where it gives up. */
static bool decode64(struct str s, const char *alphabet, bool padded, struct buf *out, size_t *bad)
{
    unsigned bits = 0, n = 0, pads = 0;
    size_t group = 0;

    for (size_t i = 0; i < s.len; i++) {
        const char *digit = s.p[i] ? memchr(alphabet, s.p[i], NO_DIGIT) : NULL;
        if (s.p[i] == '\r' || s.p[i] == '\n')
            continue;
        if (padded && s.p[i] == '=' && n >= 2 && n + pads < 4) {
            pads++;
            continue;
        }
        if (!digit || pads) {
            *bad = i;
            return false;
        }
        if (n == 0)
            group = i;
        bits = bits << 6 | (unsigned)(digit - alphabet);
        if (++n == 4) {
            buf_char(out, (char)(bits >> 16));
            buf_char(out, (char)(bits >> 8));
            buf_char(out, (char)bits);
            n = bits = 0;
        }
    }
    *bad = n == 1 ? s.len - 1 : group;
    if (n == 1 || (padded && (n + pads) % 4 != 0))
        return false;
    if (n >= 2)
        buf_char(out, (char)(n == 2 ? bits >> 4 : bits >> 10));
    if (n == 3)
        buf_char(out, (char)(bits >> 2));
    return true;
}

static bool decode_either(struct str s, const char *alphabet, struct buf *out, size_t *bad)
{
    if (decode64(s, alphabet, true, out, bad))
        return true;
    buf_reset(out);
    return decode64(s, alphabet, false, out, bad);
}

static void decode(struct cel_run *run, const struct cel_value *args, const char *alphabet, struct cel_value *out)
{
    struct buf b = { 0 };
    size_t bad;

    if (!decode_either(cel_text(&args[0]), alphabet, &b, &bad)) {
        buf_free(&b);
        cel_failf(run, out, "illegal base64 data at input byte %zu", bad);
        return;
    }
    cel_text_of(run, &b, out);
    if (out->kind == CEL_STRING)
        out->kind = CEL_BYTES;
}

static void base64_decode_standard(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    (void)n;
    decode(run, args, standard, out);
}

static void base64_decode_url(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    (void)n;
    decode(run, args, for_urls, out);
}

static void put64(struct buf *b, struct str s, const char *alphabet)
{
    for (size_t i = 0; i < s.len; i += 3) {
        size_t left = s.len - i;
        unsigned v = (unsigned)(unsigned char)s.p[i] << 16 | (left > 1 ? (unsigned)(unsigned char)s.p[i + 1] << 8 : 0) |
                     (left > 2 ? (unsigned char)s.p[i + 2] : 0u);
        buf_char(b, alphabet[v >> 18]);
        buf_char(b, alphabet[v >> 12 & 63]);
        buf_char(b, left > 1 ? alphabet[v >> 6 & 63] : '=');
        buf_char(b, left > 2 ? alphabet[v & 63] : '=');
    }
}

static void base64_encode_standard(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    struct buf b = { 0 };

    (void)n;
    put64(&b, cel_text(&args[0]), standard);
    cel_text_of(run, &b, out);
}

static void base64_encode_url(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    struct buf b = { 0 };

    (void)n;
    put64(&b, cel_text(&args[0]), for_urls);
    cel_text_of(run, &b, out);
}

/* A text as Go's json.Marshal writes it. */
static void put_json_text(struct buf *b, struct str s)
{
    size_t w;

    buf_char(b, '"');
    for (size_t i = 0; i < s.len; i += w) {
        uint32_t cp = utf8_decode(str_from(s, i), &w);
        char one[4];
        if (cp == '"' || cp == '\\')
            buf_printf(b, "\\%c", (int)cp);
        else if (cp == '\n' || cp == '\r' || cp == '\t' || cp == '\b' || cp == '\f')
            buf_printf(b, "\\%c", cp == '\n' ? 'n' : cp == '\r' ? 'r' : cp == '\t' ? 't' : cp == '\b' ? 'b' : 'f');
        else if (cp < 0x20 || cp == '<' || cp == '>' || cp == '&' || cp == 0x2028 || cp == 0x2029)
            buf_printf(b, "\\u%04x", cp);
        else if (cp == UTF8_BAD && w == 1)
            buf_put(b, STR("\\ufffd"));
        else
            buf_put(b, (struct str){ one, utf8_encode(cp, one) });
    }
    buf_char(b, '"');
}

struct writer {
    struct cel_run *run;
    struct buf out;
    struct str error; /* empty while all is well */
    unsigned depth;
};

static void put_json(struct writer *w, const struct cel_value *v);

static void put_whole(struct writer *w, bool negative, uint64_t magnitude)
{
    bool quoted = magnitude > 9007199254740991u;

    buf_printf(&w->out, quoted ? "\"%s%llu\"" : "%s%llu", negative ? "-" : "", (unsigned long long)magnitude);
}

static void put_collection(struct writer *w, const struct cel_value *v)
{
    bool map = v->kind == CEL_MAP, first = true;
    struct cel_cursor c = { 0 };
    struct cel_value key, value;

    buf_char(&w->out, map ? '{' : '[');
    while (w->error.len == 0 && cel_next(w->run->arena, v, &c, &key, &value) && cel_work(w->run, 1)) {
        if (!first)
            buf_char(&w->out, ',');
        first = false;
        if (map && key.kind == CEL_STRING) {
            put_json_text(&w->out, cel_text(&key));
            buf_char(&w->out, ':');
        } else if (map) {
            buf_char(&w->out, '"');
            put_json(w, &key);
            buf_put(&w->out, STR("\":"));
        }
        put_json(w, &value);
    }
    buf_char(&w->out, map ? '}' : ']');
}

static void put_json(struct writer *w, const struct cel_value *v)
{
    char number[NUMBER_ROOM];

    if (++w->depth > DEEPEST || w->out.len > MOST_JSON) {
        cel_stop(w->run, "a text grows too long");
        w->error = STR("too large");
    }
    switch (w->error.len ? CEL_ERROR : (enum cel_kind)v->kind) {
    case CEL_NULL:
    case CEL_BOOL:
        buf_put(&w->out, cel_show(w->run->arena, v));
        break;
    case CEL_INT:
        put_whole(w, v->i < 0, v->i < 0 ? 0 - (uint64_t)v->i : (uint64_t)v->i);
        break;
    case CEL_UINT:
        put_whole(w, false, v->u);
        break;
    case CEL_DOUBLE:
        if (isfinite(v->d))
            buf_put(&w->out, number_json(v->d, number));
        else
            w->error = STR("json encode error: NaN and Inf are not supported in JSON");
        break;
    case CEL_STRING:
        put_json_text(&w->out, cel_text(v));
        break;
    case CEL_BYTES:
        buf_char(&w->out, '"');
        put64(&w->out, cel_text(v), standard);
        buf_char(&w->out, '"');
        break;
    case CEL_TIMESTAMP:
        put_json_text(&w->out, cel_time_text(w->run->arena, v, true));
        break;
    case CEL_DURATION:
        put_json_text(&w->out, cel_duration_text(w->run->arena, v->i));
        break;
    case CEL_LIST:
    case CEL_MAP:
        put_collection(w, v);
        break;
    case CEL_OPTIONAL:
        if (v->some)
            put_json(w, v->some);
        else
            buf_put(&w->out, STR("null"));
        break;
    case CEL_ERROR:
        break;
    default:
        w->error = ARENA_JOIN(w->run->arena, STR("type conversion error from '"), cel_type_of(v)->name,
                              STR("' to 'google.protobuf.Value'"));
    }
    w->depth--;
}

static void finish(struct writer *w, struct cel_value *out)
{
    if (w->error.len) {
        buf_free(&w->out);
        cel_fail(w->run, out, w->error);
    } else {
        cel_text_of(w->run, &w->out, out);
    }
}

static void json_encode(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    struct writer w = { .run = run };

    (void)n;
    put_json(&w, &args[0]);
    finish(&w, out);
}

/* Whether YAML would read the text as something else, or as more than itself. */
static bool needs_quotes(struct arena *a, struct str s)
{
    struct tape t;
    struct yaml_error e;

    if (s.len == 0 || s.p[0] == ' ' || s.p[s.len - 1] == ' ' || s.p[s.len - 1] == ':' || str_has(s, STR(": ")) ||
        str_has(s, STR(" #")) || !utf8_valid(s))
        return true;
    for (size_t i = 0; i < s.len; i++)
        if ((unsigned char)s.p[i] < ' ' || s.p[i] == 0x7F)
            return true;
    if (strchr("-?:,[]{}#&*!|>'\"%@`", s.p[0]))
        return s.len == 1 || s.p[0] != '-' || s.p[1] == ' ' || (s.p[1] >= '0' && s.p[1] <= '9') || s.p[1] == '-';
    return !yaml_read(&t, a, s, NULL, &e) || node_kind(t.root) != NODE_STRING;
}

static void put_yaml_scalar(struct writer *w, const struct cel_value *v)
{
    if (v->kind == CEL_STRING && !needs_quotes(w->run->arena, cel_text(v)))
        buf_put(&w->out, cel_text(v));
    else if (v->kind == CEL_INT || v->kind == CEL_UINT)
        buf_put(&w->out, cel_show(w->run->arena, v));
    else
        put_json(w, v);
}

static void put_yaml(struct writer *w, const struct cel_value *v, int indent, bool inline_first)
{
    struct cel_cursor c = { 0 };
    struct cel_value key, value;
    bool first = inline_first;

    if ((v->kind != CEL_LIST && v->kind != CEL_MAP) || cel_count(v) == 0) {
        put_yaml_scalar(w, v);
        buf_char(&w->out, '\n');
        return;
    }
    if (++w->depth > DEEPEST) {
        cel_stop(w->run, "a text grows too long");
        w->error = STR("too large");
    }
    while (w->error.len == 0 && cel_next(w->run->arena, v, &c, &key, &value) && cel_work(w->run, 1)) {
        bool nested = (value.kind == CEL_LIST || value.kind == CEL_MAP) && cel_count(&value);
        if (!first)
            buf_printf(&w->out, "%*s", indent, "");
        first = false;
        if (v->kind == CEL_LIST) {
            buf_put(&w->out, STR("- "));
            put_yaml(w, &value, indent + 2, true);
            continue;
        }
        put_yaml_scalar(w, &key);
        buf_put(&w->out, nested ? STR(":\n") : STR(": "));
        put_yaml(w, &value, value.kind == CEL_LIST ? indent : indent + 2, false);
    }
    w->depth--;
}

static void yaml_encode(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    struct writer w = { .run = run };

    (void)n;
    put_yaml(&w, &args[0], 0, false);
    finish(&w, out);
}

/* A tape's value as one of the evaluator's own; integers become doubles where a Go type has been asked for. */
static void copy(struct cel_run *run, const struct node *node, bool doubles, bool yaml, unsigned depth,
                 struct cel_value *out)
{
    struct cel_value *items, value;
    struct cel_map *m;
    size_t n = 0;

    node = node_value(node);
    *out = cel_tape_value(node);
    out->origin = NULL;
    if (depth > DEEPEST || !cel_work(run, 1)) {
        cel_stop(run, "a text nests too deep");
    } else if (out->kind == CEL_LIST) {
        items = cel_values(run, node_count(node));
        for (const struct node *e = node_first(node); e && items && !run->stopped; e = node_next(node, e))
            copy(run, e, doubles, yaml, depth + 1, &items[n++]);
        *out = cel_list_value(run->arena, items, n);
    } else if (out->kind == CEL_MAP) {
        m = cel_map_new(run->arena);
        for (const struct node *k = node_first_key(node); k && cel_room(run, 2 * sizeof(struct cel_pair));
             k = node_next_key(node, k)) {
            struct cel_value key = cel_string((struct str){ k->text, k->len });
            copy(run, node_pair_value(k), doubles, yaml, depth + 1, &value);
            cel_map_put(run->arena, m, &key, &value, true);
        }
        *out = cel_map_value(m);
    } else if (doubles && (out->kind == CEL_INT || out->kind == CEL_UINT)) {
        *out = cel_double(out->kind == CEL_INT ? (double)out->i : (double)out->u);
    } else if (yaml && out->kind == CEL_STRING && node->style == STYLE_PLAIN && node->len == 10 &&
               cel_time_read(run->arena, ARENA_JOIN(run->arena, cel_text(out), STR("T00:00:00Z")), &value,
                             &(struct str){ NULL, 0 })) {
        *out = cel_string(ARENA_JOIN(run->arena, cel_text(out), STR("T00:00:00Z")));
    }
}

static bool read_tape(struct cel_run *run, struct str s, bool yaml, struct tape *t)
{
    struct json_error je;
    struct yaml_error ye;

    if (s.len > MOST_JSON || !cel_work(run, s.len / 8 + 1) || !cel_room(run, s.len * 4))
        return false;
    return yaml ? yaml_read(t, run->arena, s, NULL, &ye) && t->root : json_read(t, run->arena, s, &je);
}

/* What was read, as the type that was asked for. */
static bool as_type(struct cel_run *run, struct cel_value *v, const struct cel_type *t)
{
    struct str s = v->kind == CEL_STRING ? cel_text(v) : STR(""), error;
    struct buf b = { 0 };
    size_t bad;

    switch (t->kind) {
    case CEL_TYPE_DYN:
        return true;
    case CEL_TYPE_UINT:
        if (v->kind == CEL_INT && v->i >= 0)
            *v = cel_uint((uint64_t)v->i);
        return v->kind == CEL_UINT;
    case CEL_TYPE_DOUBLE:
        if (v->kind == CEL_INT || v->kind == CEL_UINT)
            *v = cel_double(v->kind == CEL_INT ? (double)v->i : (double)v->u);
        return v->kind == CEL_DOUBLE;
    case CEL_TYPE_BYTES:
        if (v->kind != CEL_STRING || !decode_either(s, standard, &b, &bad)) {
            buf_free(&b);
            return false;
        }
        cel_text_of(run, &b, v);
        v->kind = CEL_BYTES;
        return true;
    case CEL_TYPE_TIMESTAMP:
        return v->kind == CEL_STRING && cel_time_read(run->arena, s, v, &error);
    case CEL_TYPE_DURATION:
        return v->kind == CEL_STRING && cel_duration_read(run->arena, s, v);
    default:
        return cel_type_of(v)->kind == t->kind;
    }
}

static void parse(struct cel_run *run, const struct cel_value *args, size_t n, bool yaml, struct cel_value *out)
{
    const struct cel_type *t = n == 2 ? args[1].type : &cel_type_dyn;
    struct cel_value v;
    struct tape tape;

    *out = cel_none();
    if (!read_tape(run, cel_text(&args[0]), yaml, &tape))
        return;
    copy(run, tape.root, t->kind == CEL_TYPE_LIST || t->kind == CEL_TYPE_MAP, yaml, 0, &v);
    if (!run->stopped && as_type(run, &v, t))
        *out = cel_some(run->arena, v);
}

static void json_parse(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    parse(run, args, n, false, out);
}

static void yaml_parse(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    parse(run, args, n, true, out);
}

const struct cel_decl cel_decls_encoders[] = {
    { "base64.decode", "base64_decode_string", "string>bytes", base64_decode_standard, cel_cost_code },
    { "base64.encode", "base64_encode_bytes", "bytes>string", base64_encode_standard, cel_cost_code },
    { "json.encode", "json_encode_dyn", "dyn>string", json_encode, cel_cost_code },
    { "json.parse", "json_parse_string", "string>optional_type(dyn)", json_parse, cel_cost_code },
    { "json.parse", "json_parse_string_type", "string,type(A)>optional_type(A)", json_parse, cel_cost_code },
    { "yaml.encode", "yaml_encode_dyn", "dyn>string", yaml_encode, cel_cost_code },
    { "yaml.parse", "yaml_parse_string", "string>optional_type(dyn)", yaml_parse, cel_cost_code },
    { "yaml.parse", "yaml_parse_string_type", "string,type(A)>optional_type(A)", yaml_parse, cel_cost_code },
    { "base64.decodeUrl", "base64_decode_url_string", "string>bytes", base64_decode_url, cel_cost_code },
    { "base64.encodeUrl", "base64_encode_url_bytes", "bytes>string", base64_encode_url, cel_cost_code },
    { NULL, NULL, NULL, NULL, NULL },
};
