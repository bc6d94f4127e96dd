#include "gate/state_rollout.h"

#include "gate/state_side.h"

/* Of a context and of a fact: the lengths of their texts alone. */
enum { LEAST_CONTEXT = 8, LEAST_FACT = 8 };

static void pack_context(struct pack *p, struct rollout_context *c)
{
    pack_text(p, &c->topology);
    pack_text(p, &c->name);
    pack_text(p, &c->cloud);
    pack_text(p, &c->environment);
    pack_text(p, &c->region);
    pack_size(p, &c->regions);
    pack_bool(p, &c->ev2);
    pack_bool(p, &c->partial);
    pack_bool(p, &c->valued);
    PACK_LIST(p, c->unread, &c->unread_count, 1);
    for (size_t i = 0; i < c->unread_count; i++)
        pack_text(p, &c->unread[i]);
}

static void pack_fact(struct pack *p, struct rollout_fact *f, size_t contexts)
{
    unsigned kind = f->kind;
    uint32_t last = 0;

    pack_enum(p, &kind, ROLLOUT_KINDS - 1);
    f->kind = (enum rollout_kind)kind;
    pack_bool(p, &f->open);
    pack_text(p, &f->subject);
    pack_text(p, &f->what);
    pack_text(p, &f->text);
    state_pack_place(p, &f->at);
    PACK_LIST(p, f->in, &f->in_count, 1);
    for (size_t i = 0; i < f->in_count; i++) {
        pack_u32(p, &f->in[i]);
        if (p->reading && (f->in[i] >= contexts || (i && f->in[i] <= last)))
            p->failed = true;
        last = f->in[i];
    }
}

void state_pack_rollout(struct pack *p, struct rollout *r)
{
    pack_bool(p, &r->known);
    pack_size(p, &r->services);
    pack_uint(p, &r->executor);
    PACK_LIST(p, r->contexts, &r->context_count, LEAST_CONTEXT);
    for (size_t i = 0; i < r->context_count; i++)
        pack_context(p, &r->contexts[i]);
    PACK_LIST(p, r->facts, &r->fact_count, LEAST_FACT);
    for (size_t i = 0; i < r->fact_count; i++)
        pack_fact(p, &r->facts[i], r->context_count);
}
