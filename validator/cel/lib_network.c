/* cel-go's network extension, and Kubernetes' ip and cidr, which differ in words. */
#include "cel/cost.h"
#include "cel/network.h"
#include "cel/run.h"
#include "syntax/scalar/address.h"
#include "syntax/scalar/goquote.h"

#include <stdlib.h>

/* Bytes of a text that address_parse has taken. */
static void fill(struct cel_ip *ip, struct str s)
{
    unsigned groups[8] = { 0 };
    int at = 0, gap = -1, count;
    size_t i = 0;

    *ip = (struct cel_ip){ .bits = -1 };
    if (str_find_char(s, ':') == SIZE_MAX) {
        ip->v4 = true;
        for (int k = 0; k < 4; k++, i++)
            while (i < s.len && s.p[i] != '.')
                ip->bytes[k] = (uint8_t)(ip->bytes[k] * 10 + (s.p[i++] - '0'));
        return;
    }
    while (i < s.len && at < 8) {
        size_t end = i;
        if (s.p[i] == ':') {
            if (i + 1 < s.len && s.p[i + 1] == ':')
                gap = at, i++;
            i++;
            continue;
        }
        while (end < s.len && s.p[end] != ':' && s.p[end] != '.')
            end++;
        if (end < s.len && s.p[end] == '.') {
            struct cel_ip v4;
            fill(&v4, str_from(s, i));
            groups[at++] = (unsigned)v4.bytes[0] << 8 | v4.bytes[1];
            groups[at++] = (unsigned)v4.bytes[2] << 8 | v4.bytes[3];
            break;
        }
        for (; i < end; i++)
            groups[at] = groups[at] * 16 + (unsigned)(s.p[i] <= '9' ? s.p[i] - '0' : (s.p[i] | 32) - 'a' + 10);
        at++;
    }
    count = at;
    for (int k = 0; k < 8; k++) {
        int from = gap < 0 || k < gap ? k : k - (8 - count);
        unsigned g = gap >= 0 && k >= gap && from < gap ? 0 : groups[from];
        ip->bytes[2 * k] = (uint8_t)(g >> 8);
        ip->bytes[2 * k + 1] = (uint8_t)g;
    }
}

static bool is_mapped(const struct cel_ip *ip)
{
    static const uint8_t prefix[12] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF };

    return !ip->v4 && memcmp(ip->bytes, prefix, sizeof(prefix)) == 0;
}

bool cel_ip_read(struct arena *a, struct str s, struct cel_ip *ip, struct str *error)
{
    struct str why;
    bool v4;

    if (!address_parse(s, &v4, a, &why)) {
        *error =
            ARENA_JOIN(a, STR("IP Address "), go_quote(a, s), STR(" parse error during conversion from string: "), why);
        return false;
    }
    if (str_find_char(s, '%') != SIZE_MAX) {
        *error = ARENA_JOIN(a, STR("IP address "), go_quote(a, s), STR(" with zone value is not allowed"));
        return false;
    }
    fill(ip, s);
    if (!is_mapped(ip))
        return true;
    *error = ARENA_JOIN(a, STR("IPv4-mapped IPv6 address "), go_quote(a, s), STR(" is not allowed"));
    return false;
}

/* netip.ParsePrefix. */
static bool parse_prefix(struct arena *a, struct str s, struct cel_ip *net, struct str *error)
{
    size_t slash = str_rfind_char(s, '/');
    struct str address = str_slice(s, 0, slash == SIZE_MAX ? 0 : slash), bits, why = STR("");
    int n = 0;
    bool v4;

    if (slash == SIZE_MAX) {
        why = STR("no '/'");
    } else if (!address_parse(address, &v4, a, &why)) {
        /* The words of ParseAddr stand behind those of ParsePrefix. */
    } else if (str_find_char(address, '%') != SIZE_MAX) {
        why = STR("IPv6 zones cannot be present in a prefix");
    } else {
        bits = str_from(s, slash + 1);
        for (size_t i = 0; i < bits.len && why.len == 0; i++) {
            if (bits.p[i] < '0' || bits.p[i] > '9' || (bits.len > 1 && bits.p[0] == '0') || bits.len > 5)
                why = ARENA_JOIN(a, STR("bad bits after slash: "), go_quote(a, bits));
            n = n * 10 + (bits.p[i] - '0');
        }
        if (why.len == 0 && bits.len == 0)
            why = STR("bad bits after slash: \"\"");
        if (why.len == 0 && n > (v4 ? 32 : 128))
            why = STR("prefix length out of range");
    }
    if (why.len) {
        *error = ARENA_JOIN(a, STR("netip.ParsePrefix("), go_quote(a, s), STR("): "), why);
        return false;
    }
    fill(net, address);
    net->bits = n;
    return true;
}

bool cel_cidr_read(struct arena *a, struct str s, bool kubernetes, struct cel_ip *net, struct str *error)
{
    struct str prefix = STR("network address parse error during conversion from string: "), why;

    if (!parse_prefix(a, s, net, &why)) {
        *error = kubernetes ? ARENA_JOIN(a, prefix, prefix, why)
                            : ARENA_JOIN(a, STR("CIDR "), go_quote(a, s),
                                         STR(" parse error during conversion from string: "), why);
        return false;
    }
    if (!is_mapped(net))
        return true;
    *error = ARENA_JOIN(a, kubernetes ? prefix : STR(""), STR("IPv4-mapped IPv6 address "), go_quote(a, s),
                        STR(" is not allowed"));
    return false;
}

static struct cel_value keep(struct cel_run *run, enum cel_opaque which, const struct cel_ip *ip)
{
    struct cel_ip *kept = ARENA_NEW(run->arena, struct cel_ip);

    *kept = *ip;
    return cel_object(which, kept);
}

static void ip_of(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    struct cel_ip ip;
    struct str error;

    (void)n;
    if (cel_ip_read(run->arena, cel_text(&args[0]), &ip, &error))
        *out = keep(run, CEL_OPAQUE_IP, &ip);
    else
        cel_fail(run, out, error);
}

static void cidr_of(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    struct cel_ip net;
    struct str error;

    (void)n;
    if (cel_cidr_read(run->arena, cel_text(&args[0]), run->kubernetes, &net, &error))
        *out = keep(run, CEL_OPAQUE_CIDR, &net);
    else
        cel_fail(run, out, error);
}

static void is_ip(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    struct cel_ip ip;
    struct str error;

    (void)n;
    *out = cel_bool(cel_ip_read(run->arena, cel_text(&args[0]), &ip, &error));
}

static void is_cidr(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    struct cel_ip net;
    struct str error;

    (void)n;
    *out = cel_bool(cel_cidr_read(run->arena, cel_text(&args[0]), run->kubernetes, &net, &error));
}

static void is_canonical(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    struct cel_ip ip;
    struct str error;

    (void)n;
    if (cel_ip_read(run->arena, cel_text(&args[0]), &ip, &error))
        *out = cel_bool(str_eq(cel_ip_text(run->arena, &ip), cel_text(&args[0])));
    else
        cel_fail(run, out, error);
}

static const struct cel_ip *ip_in(const struct cel_value *v)
{
    return v->object;
}

static void family(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    (void)run;
    (void)n;
    *out = cel_int(ip_in(&args[0])->v4 ? 4 : 6);
}

static bool all_zero(const struct cel_ip *ip, int from, int to)
{
    for (int i = from; i < to; i++)
        if (ip->bytes[i])
            return false;
    return true;
}

static bool unspecified(const struct cel_ip *ip)
{
    return all_zero(ip, 0, ip->v4 ? 4 : 16);
}

static bool loopback(const struct cel_ip *ip)
{
    return ip->v4 ? ip->bytes[0] == 127 : all_zero(ip, 0, 15) && ip->bytes[15] == 1;
}

static bool multicast(const struct cel_ip *ip)
{
    return ip->v4 ? (ip->bytes[0] & 0xF0) == 0xE0 : ip->bytes[0] == 0xFF;
}

static bool link_local_multicast(const struct cel_ip *ip)
{
    return ip->v4 ? ip->bytes[0] == 224 && ip->bytes[1] == 0 && ip->bytes[2] == 0
                  : ip->bytes[0] == 0xFF && (ip->bytes[1] & 0x0F) == 2;
}

static bool link_local_unicast(const struct cel_ip *ip)
{
    return ip->v4 ? ip->bytes[0] == 169 && ip->bytes[1] == 254 : ip->bytes[0] == 0xFE && (ip->bytes[1] & 0xC0) == 0x80;
}

static bool global_unicast(const struct cel_ip *ip)
{
    static const uint8_t broadcast[4] = { 255, 255, 255, 255 };

    return !(ip->v4 && memcmp(ip->bytes, broadcast, 4) == 0) && !unspecified(ip) && !loopback(ip) && !multicast(ip) &&
           !link_local_unicast(ip);
}

#define TEST(function, holds)                                                                                          \
    static void function(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)           \
    {                                                                                                                  \
        (void)run;                                                                                                     \
        (void)n;                                                                                                       \
        *out = cel_bool(holds(ip_in(&args[0])));                                                                       \
    }

TEST(is_unspecified, unspecified)
TEST(is_loopback, loopback)
TEST(is_link_local_multicast, link_local_multicast)
TEST(is_link_local_unicast, link_local_unicast)
TEST(is_global_unicast, global_unicast)

static void mask(struct cel_ip *net)
{
    for (int i = 0; i < 16; i++) {
        int bits = net->bits - 8 * i;
        if (bits <= 0)
            net->bytes[i] = 0;
        else if (bits < 8)
            net->bytes[i] &= (uint8_t)(0xFF << (8 - bits));
    }
}

static bool net_contains(const struct cel_ip *net, const struct cel_ip *ip)
{
    struct cel_ip a = *net, b = *ip;

    b.bits = net->bits;
    mask(&a);
    mask(&b);
    return net->v4 == ip->v4 && memcmp(a.bytes, b.bytes, net->v4 ? 4 : 16) == 0;
}

/* The other side as an address or a network; false with an error in *out. */
static bool other(struct cel_run *run, const struct cel_value *v, bool net, struct cel_ip *ip, struct cel_value *out)
{
    struct str error;

    if (v->kind != CEL_STRING) {
        *ip = *ip_in(v);
        return true;
    }
    if (net ? cel_cidr_read(run->arena, cel_text(v), run->kubernetes, ip, &error)
            : cel_ip_read(run->arena, cel_text(v), ip, &error))
        return true;
    if (run->kubernetes)
        cel_no_overload(run, out);
    else
        cel_fail(run, out, error);
    return false;
}

static void contains_ip(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    struct cel_ip ip;

    (void)n;
    if (other(run, &args[1], false, &ip, out))
        *out = cel_bool(net_contains(ip_in(&args[0]), &ip));
}

static void contains_cidr(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    const struct cel_ip *net = ip_in(&args[0]);
    struct cel_ip inner;

    (void)n;
    if (other(run, &args[1], true, &inner, out))
        *out = cel_bool(net->bits <= inner.bits && net_contains(net, &inner));
}

static void cidr_ip(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    struct cel_ip ip = *ip_in(&args[0]);

    (void)n;
    ip.bits = -1;
    *out = keep(run, CEL_OPAQUE_IP, &ip);
}

static void masked(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    struct cel_ip net = *ip_in(&args[0]);

    (void)n;
    mask(&net);
    *out = keep(run, CEL_OPAQUE_CIDR, &net);
}

static void is_mask(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    struct cel_ip net = *ip_in(&args[0]);

    (void)run;
    (void)n;
    mask(&net);
    *out = cel_bool(memcmp(net.bytes, ip_in(&args[0])->bytes, 16) == 0);
}

static void prefix_length(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    (void)run;
    (void)n;
    *out = cel_int(ip_in(&args[0])->bits);
}

static void text_of(struct cel_run *run, const struct cel_value *args, size_t n, struct cel_value *out)
{
    (void)n;
    *out = cel_string(cel_opaque_text(run->arena, &args[0]));
}

#define SHARED                                                                                                         \
    { "cidr", "string_to_cidr", "string>net.CIDR", cidr_of, cel_cost_parse },                                          \
        { "string", "cidr_to_string", "net.CIDR>string", text_of, NULL },                                              \
        { "containsCIDR", "cidr_contains_cidr", ".net.CIDR,net.CIDR>bool", contains_cidr, cel_cost_cidr_cidr },        \
        { "containsCIDR", "cidr_contains_cidr_string", ".net.CIDR,string>bool", contains_cidr,                         \
          cel_cost_cidr_cidr_text },                                                                                   \
        { "containsIP", "cidr_contains_ip_ip", ".net.CIDR,net.IP>bool", contains_ip, cel_cost_cidr_ip },               \
        { "containsIP", "cidr_contains_ip_string", ".net.CIDR,string>bool", contains_ip, cel_cost_cidr_ip_text },      \
        { "family", "ip_family", ".net.IP>int", family, NULL },                                                        \
        { "ip", "string_to_ip", "string>net.IP", ip_of, cel_cost_parse },                                              \
        { "ip", "cidr_ip", ".net.CIDR>net.IP", cidr_ip, NULL },                                                        \
        { "string", "ip_to_string", "net.IP>string", text_of, NULL },                                                  \
        { "ip.isCanonical", "ip_is_canonical", "string>bool", is_canonical, cel_cost_canonical },                      \
        { "isCIDR", "is_cidr", "string>bool", is_cidr, cel_cost_parse },                                               \
        { "isGlobalUnicast", "ip_is_global_unicast", ".net.IP>bool", is_global_unicast, NULL },                        \
        { "isIP", "is_ip", "string>bool", is_ip, cel_cost_parse },                                                     \
        { "isLinkLocalMulticast", "ip_is_link_local_multicast", ".net.IP>bool", is_link_local_multicast, NULL },       \
        { "isLinkLocalUnicast", "ip_is_link_local_unicast", ".net.IP>bool", is_link_local_unicast, NULL },             \
        { "isLoopback", "ip_is_loopback", ".net.IP>bool", is_loopback, NULL },                                         \
        { "isUnspecified", "ip_is_unspecified", ".net.IP>bool", is_unspecified, NULL },                                \
        { "masked", "cidr_masked", ".net.CIDR>net.CIDR", masked, NULL },                                               \
    {                                                                                                                  \
        "prefixLength", "cidr_prefix_length", ".net.CIDR>int", prefix_length, NULL                                     \
    }

const struct cel_decl cel_decls_network[] = {
    SHARED,
    { "isMask", "cidr_is_mask", ".net.CIDR>bool", is_mask, NULL },
    { NULL, NULL, NULL, NULL, NULL },
};

const struct cel_decl cel_decls_k8s_network[] = { SHARED, { NULL, NULL, NULL, NULL, NULL } };
