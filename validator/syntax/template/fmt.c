#include "syntax/template/fmt.h"

#include "base/utf8.h"
#include "syntax/template/fmt_state.h"

/* Larger numbers are none (parsenum, intFromArg). */
enum { LARGEST_NUMBER = 1000000 };

/* A format on its way: what fmt.doPrintf keeps in local variables. */
struct verb_reader {
    struct fmt *f;
    struct str format;
    size_t at;
    const struct template_value *args;
    size_t n, next; /* arguments, and the one that the next verb takes */
    bool after_index;
};

static bool at_char(const struct verb_reader *r, char c)
{
    return r->at < r->format.len && r->format.p[r->at] == c;
}

static void read_flags(struct verb_reader *r)
{
    struct fmt *f = r->f;

    for (; r->at < r->format.len; r->at++) {
        switch (r->format.p[r->at]) {
        case '#':
            f->sharp = true;
            break;
        case '0':
            f->zero = true;
            break;
        case '+':
            f->plus = true;
            break;
        case '-':
            f->minus = true;
            break;
        case ' ':
            f->space = true;
            break;
        default:
            return;
        }
    }
}

/* Digits up to end. A number past the largest is none, and swallows what is left (fmt.parsenum). */
static bool read_number(struct verb_reader *r, size_t end, size_t *number)
{
    bool any = false;

    *number = 0;
    for (; r->at < end && r->format.p[r->at] >= '0' && r->format.p[r->at] <= '9'; r->at++) {
        if (*number > LARGEST_NUMBER) {
            *number = 0;
            r->at = end;
            return false;
        }
        *number = *number * 10 + (size_t)(r->format.p[r->at] - '0');
        any = true;
    }
    return any;
}

/* An explicit index [n] (fmt.argNumber). What stands in brackets and is no number is skipped. */
static void read_index(struct verb_reader *r)
{
    size_t start = r->at, close, number;

    r->after_index = false;
    if (!at_char(r, '['))
        return;
    r->f->reordered = true;
    close = str_find_char(str_from(r->format, start), ']');
    if (close == SIZE_MAX || r->format.len - start < sizeof "[n]" - 1) {
        r->f->good_argument = false;
        r->at++;
        return;
    }
    r->at = start + 1;
    r->after_index = read_number(r, start + close, &number) && r->at == start + close;
    r->at = start + close + 1;
    if (r->after_index && number >= 1 && number <= r->n)
        r->next = number - 1;
    else
        r->f->good_argument = false;
}

/* The int argument that a * asks for. */
static bool star_argument(struct verb_reader *r, int64_t *number)
{
    struct template_value v;

    *number = 0;
    if (r->next >= r->n)
        return false;
    v = reflect_open(r->args[r->next++]);
    if (reflect_kind(v) == TEMPLATE_INT)
        *number = v.integer;
    else if (reflect_kind(v) == TEMPLATE_UINT && v.natural <= LARGEST_NUMBER)
        *number = (int64_t)v.natural;
    else
        return false;
    if (*number > LARGEST_NUMBER || *number < -LARGEST_NUMBER) {
        *number = 0;
        return false;
    }
    return true;
}

static void read_width(struct verb_reader *r)
{
    struct fmt *f = r->f;
    int64_t number;

    if (!at_char(r, '*')) {
        f->width_present = read_number(r, r->format.len, &f->width);
        if (r->after_index && f->width_present)
            f->good_argument = false;
        return;
    }
    r->at++;
    f->width_present = star_argument(r, &number);
    if (!f->width_present)
        fmt_put(f, STR("%!(BADWIDTH)"));
    if (number < 0) {
        f->minus = true;
        f->zero = false;
    }
    f->width = (size_t)(number < 0 ? -number : number);
    r->after_index = false;
}

/* A dot that ends the format is a verb. */
static void read_precision(struct verb_reader *r)
{
    struct fmt *f = r->f;
    int64_t number;

    if (!at_char(r, '.') || r->at + 1 == r->format.len)
        return;
    r->at++;
    if (r->after_index)
        f->good_argument = false;
    read_index(r);
    if (!at_char(r, '*')) {
        if (!read_number(r, r->format.len, &f->precision))
            f->precision = 0;
        f->precision_present = true;
        return;
    }
    r->at++;
    f->precision_present = star_argument(r, &number);
    if (number < 0) {
        number = 0;
        f->precision_present = false;
    }
    if (!f->precision_present)
        fmt_put(f, STR("%!(BADPREC)"));
    f->precision = (size_t)number;
    r->after_index = false;
}

static void problem(struct fmt *f, struct str verb, struct str what)
{
    fmt_put(f, STR("%!"));
    fmt_put(f, verb);
    fmt_put(f, what);
}

static void print_verb(struct verb_reader *r)
{
    struct fmt *f = r->f;
    size_t width;
    uint32_t verb = utf8_decode(str_from(r->format, r->at), &width);
    struct str text = verb == UTF8_BAD ? STR("\uFFFD") : str_slice(r->format, r->at, r->at + width);

    r->at += width;
    if (verb == '%') {
        fmt_put(f, STR("%"));
        return;
    }
    if (!f->good_argument) {
        problem(f, text, STR("(BADINDEX)"));
        return;
    }
    if (r->next >= r->n) {
        problem(f, text, STR("(MISSING)"));
        return;
    }
    if (verb == 'v' || verb == 'w') {
        f->sharp_v = f->sharp;
        f->plus_v = f->plus;
        f->sharp = f->plus = false;
    }
    fmt_arg(f, r->args[r->next++], verb);
}

static void print_directive(struct verb_reader *r)
{
    struct fmt *f = r->f;

    fmt_clear(f);
    f->good_argument = true;
    read_flags(r);
    read_index(r);
    read_width(r);
    read_precision(r);
    if (!r->after_index)
        read_index(r);
    if (r->at >= r->format.len)
        fmt_put(f, STR("%!(NOVERB)"));
    else
        print_verb(r);
}

static void print_extra(struct verb_reader *r)
{
    struct fmt *f = r->f;

    fmt_clear(f);
    fmt_put(f, STR("%!(EXTRA "));
    for (size_t i = r->next; i < r->n && !fmt_is_full(f); i++) {
        struct template_value arg = reflect_open(r->args[i]);
        if (i > r->next)
            fmt_put(f, STR(", "));
        if (arg.type) {
            fmt_put(f, arg.type->name);
            fmt_put(f, STR("="));
        }
        fmt_arg(f, arg, 'v');
    }
    fmt_put(f, STR(")"));
}

static struct fmt_result print_format(struct fmt *f, struct str format, const struct template_value *args, size_t n)
{
    struct verb_reader r = { .f = f, .format = format, .args = args, .n = n };

    while (r.at < format.len && !fmt_is_full(f)) {
        size_t percent = str_find_char(str_from(format, r.at), '%');
        if (percent == SIZE_MAX) {
            fmt_put(f, str_from(format, r.at));
            break;
        }
        fmt_put(f, str_slice(format, r.at, r.at + percent));
        r.at += percent + 1;
        print_directive(&r);
    }
    if (!f->reordered && r.next < n)
        print_extra(&r);
    fmt_is_full(f);
    return f->result;
}

struct fmt_result fmt_sprintf(struct buf *out, struct arena *arena, size_t most, struct str format,
                              const struct template_value *args, size_t n)
{
    struct fmt f = { .out = out, .arena = arena, .most = most };

    return print_format(&f, format, args, n);
}

struct fmt_result fmt_errorf(struct buf *out, struct arena *arena, size_t most, struct str format,
                             const struct template_value *args, size_t n)
{
    struct fmt f = { .out = out, .arena = arena, .most = most, .wraps = true };

    return print_format(&f, format, args, n);
}

/* Sprint puts blanks between operands of which neither is a string; Sprintln between all. */
static struct fmt_result print_all(struct fmt *f, const struct template_value *args, size_t n, bool line)
{
    bool previous_string = true;

    for (size_t i = 0; i < n && !fmt_is_full(f); i++) {
        struct template_value arg = reflect_open(args[i]);
        bool is_string = reflect_kind(arg) == TEMPLATE_STRING;
        if (i > 0 && (line || (!is_string && !previous_string)))
            fmt_put(f, STR(" "));
        fmt_clear(f);
        fmt_arg(f, arg, 'v');
        previous_string = is_string;
    }
    if (line)
        fmt_put(f, STR("\n"));
    fmt_is_full(f);
    return f->result;
}

struct fmt_result fmt_sprint(struct buf *out, struct arena *arena, size_t most, const struct template_value *args,
                             size_t n)
{
    struct fmt f = { .out = out, .arena = arena, .most = most };

    return print_all(&f, args, n, false);
}

struct fmt_result fmt_sprintln(struct buf *out, struct arena *arena, size_t most, const struct template_value *args,
                               size_t n)
{
    struct fmt f = { .out = out, .arena = arena, .most = most };

    return print_all(&f, args, n, true);
}
