/* The types of k8s.io/apimachinery that a ProwJob embeds. What a method answers is said for empty objects:
 * others do not occur. */
#include "syntax/template/gotime.h"
#include "syntax/template/method.h"
#include "syntax/template/prowjob.h"

#define META "k8s.io/apimachinery/pkg/apis/meta/v1"
#define SCHEMA "k8s.io/apimachinery/pkg/runtime/schema"
#define TEXT &template_type_string
#define TRUTH &template_type_bool
#define WHOLE &template_type_int
#define NIL_SAFE (METHOD_POINTER | METHOD_NIL)

const struct template_type prowjob_error = INTERFACE_TYPE("error");
const struct template_type prowjob_bytes = SLICE_TYPE("uint8", &template_type_uint8);

static const struct template_type message = INTERFACE_TYPE("proto.Message");
static const struct template_type uid = STRING_TYPE("types.UID");
static const struct template_type int64_pointer = { .name = STR_INIT("*int64"),
                                                    .kind = TEMPLATE_POINTER,
                                                    .elem = &template_type_int64 };
static const struct template_type object = INTERFACE_TYPE("v1.Object");
static const struct template_type object_kind = INTERFACE_TYPE("schema.ObjectKind");
static const struct template_type gvk, owner_reference, managed_fields_entry;
static const struct template_type owner_references = SLICE_TYPE("v1.OwnerReference", &owner_reference);
static const struct template_type managed_fields = SLICE_TYPE("v1.ManagedFieldsEntry", &managed_fields_entry);

static const struct template_type *const in_bytes[] = { &prowjob_bytes };
static const struct template_type *const in_bytes_truth[] = { &prowjob_bytes, TRUTH };
static const struct template_type *const in_message[] = { &message };
static const struct template_type *const in_text[] = { TEXT };
static const struct template_type *const in_gvk[] = { &gvk };
static const struct template_type *const in_time[] = { &meta_time };
static const struct template_type *const in_time_pointer[] = { &meta_time_pointer };
static const struct template_type *const in_object_meta[] = { &meta_object_meta_pointer };
static const struct template_type *const in_uid[] = { &uid };
static const struct template_type *const in_int64[] = { &template_type_int64 };
static const struct template_type *const in_int64_pointer[] = { &int64_pointer };
static const struct template_type *const in_map[] = { &template_type_string_map };
static const struct template_type *const in_strings[] = { &template_type_strings };
static const struct template_type *const in_owners[] = { &owner_references };
static const struct template_type *const in_managed[] = { &managed_fields };

/* What the protobuf generator adds to every type, but for String and Size. */
#define PROTOBUF_METHODS                                                                                               \
    METHOD_TWO("Descriptor", METHOD_POINTER, &template_type_ints),                                                     \
        METHOD_OR_ERROR("Marshal", METHOD_POINTER, &prowjob_bytes, NULL),                                              \
        METHOD_IN("MarshalTo", METHOD_POINTER, NULL, NULL, in_bytes),                                                  \
        METHOD_IN("MarshalToSizedBuffer", METHOD_POINTER, NULL, NULL, in_bytes),                                       \
        METHOD_VOID("ProtoMessage", METHOD_POINTER), METHOD_VOID("Reset", METHOD_POINTER),                             \
        METHOD_IN("Unmarshal", METHOD_POINTER, &prowjob_error, NULL, in_bytes),                                        \
        METHOD_VOID("XXX_DiscardUnknown", METHOD_POINTER),                                                             \
        METHOD_IN("XXX_Marshal", METHOD_POINTER, NULL, NULL, in_bytes_truth),                                          \
        METHOD_VOID_IN("XXX_Merge", METHOD_POINTER, in_message), METHOD("XXX_Size", METHOD_POINTER, WHOLE, NULL),      \
        METHOD_IN("XXX_Unmarshal", METHOD_POINTER, &prowjob_error, NULL, in_bytes)

/* The receiver as an interface. */
static bool as_interface(struct template_call *call)
{
    struct template_value *pointer = ARENA_NEW(call->arena, struct template_value);

    *pointer = call->receiver;
    call->result = (struct template_value){ .type = call->method->out, .target = pointer };
    return true;
}

static struct template_time time_in(struct template_value v)
{
    return reflect_field(v, 0).time;
}

static bool time_is_zero(struct template_call *call)
{
    struct template_time t = { 0 };

    if (call->receiver.target)
        t = time_in(*call->receiver.target);
    call->result = template_bool(t.seconds == 0 && t.nanoseconds == 0);
    return true;
}

static bool time_equal(struct template_call *call)
{
    const struct template_value *a = call->receiver.target, *b = call->args[0].target;
    bool same = !a && !b;

    if (a && b)
        same = reflect_equal(reflect_field(*a, 0), reflect_field(*b, 0));
    call->result = template_bool(same);
    return true;
}

static bool time_before(struct template_call *call)
{
    const struct template_value *a = call->receiver.target, *b = call->args[0].target;
    struct template_time t, u;

    call->result = template_bool(false);
    if (!a || !b)
        return true;
    t = time_in(*a);
    u = time_in(*b);
    call->result.truth = t.seconds < u.seconds || (t.seconds == u.seconds && t.nanoseconds < u.nanoseconds);
    return true;
}

static const struct template_field meta_time_fields[] = { EMBEDDED("Time", &template_type_time) };
static const struct template_method meta_time_methods[] = {
    METHOD_IN("Before", NIL_SAFE, TRUTH, time_before, in_time_pointer),
    METHOD("DeepCopy", NIL_SAFE, &meta_time_pointer, method_copy),
    METHOD_VOID_IN("DeepCopyInto", METHOD_POINTER, in_time_pointer),
    METHOD_IN("Equal", NIL_SAFE, TRUTH, time_equal, in_time_pointer),
    METHOD("IsZero", NIL_SAFE, TRUTH, time_is_zero),
    METHOD_OR_ERROR("MarshalCBOR", 0, &prowjob_bytes, NULL),
    METHOD_OR_ERROR("MarshalJSON", 0, &prowjob_bytes, NULL),
    METHOD_OR_ERROR("MarshalQueryParameter", 0, TEXT, method_zero),
    METHOD_TEXT("OpenAPISchemaFormat", 0, TEXT, method_text, "date-time"),
    METHOD("OpenAPISchemaType", 0, &template_type_strings, NULL),
    METHOD("ProtoTime", METHOD_POINTER, NULL, NULL),
    METHOD("Rfc3339Copy", 0, &meta_time, method_zero),
    METHOD("Size", NIL_SAFE, WHOLE, method_zero),
    METHOD("ToUnstructured", 0, &template_type_any, method_zero),
    METHOD_IN("UnmarshalCBOR", METHOD_POINTER, &prowjob_error, NULL, in_bytes),
    METHOD_IN("UnmarshalJSON", METHOD_POINTER, &prowjob_error, NULL, in_bytes),
    METHOD_IN("UnmarshalQueryParameter", METHOD_POINTER, &prowjob_error, NULL, in_text),
    PROTOBUF_METHODS,
};
STRUCT_TYPE(, meta_time, "v1.Time", META);

static const struct template_field gvk_fields[] = { FIELD("Group", TEXT), FIELD("Version", TEXT), FIELD("Kind", TEXT) };
static const struct template_field group_kind_fields[] = { FIELD("Group", TEXT), FIELD("Kind", TEXT) };
static const struct template_field group_version_fields[] = { FIELD("Group", TEXT), FIELD("Version", TEXT) };
static const struct template_method group_kind_methods[] = {
    METHOD_TEXT("Empty", 0, TRUTH, NULL, ""),
    METHOD_TEXT("String", 0, TEXT, method_text, ""),
    METHOD_IN("WithVersion", 0, &gvk, NULL, in_text),
};
static const struct template_method group_version_methods[] = {
    METHOD_TEXT("Empty", 0, TRUTH, NULL, ""),          METHOD_TEXT("Identifier", 0, TEXT, method_text, ""),
    METHOD_TEXT("String", 0, TEXT, method_text, ""),   METHOD_IN("WithKind", 0, &gvk, NULL, in_text),
    METHOD_IN("WithResource", 0, NULL, NULL, in_text),
};
STRUCT_TYPE(static, group_kind, "schema.GroupKind", SCHEMA);
STRUCT_TYPE(static, group_version, "schema.GroupVersion", SCHEMA);
static const struct template_method gvk_methods[] = {
    METHOD("Empty", 0, TRUTH, NULL),
    METHOD("GroupKind", 0, &group_kind, method_zero),
    METHOD("GroupVersion", 0, &group_version, method_zero),
    METHOD_TEXT("String", 0, TEXT, method_text, "/, Kind="),
    METHOD_TWO("ToAPIVersionAndKind", 0, TEXT),
};
STRUCT_TYPE(static, gvk, "schema.GroupVersionKind", SCHEMA);

static const struct template_field meta_type_meta_fields[] = { FIELD("Kind", TEXT), FIELD("APIVersion", TEXT) };
static const struct template_method meta_type_meta_methods[] = {
    METHOD("GetObjectKind", METHOD_POINTER, &object_kind, as_interface),
    METHOD("GroupVersionKind", METHOD_POINTER, &gvk, method_zero),
    METHOD_VOID_IN("SetGroupVersionKind", METHOD_POINTER, in_gvk),
    METHOD_TEXT("String", METHOD_POINTER, TEXT, method_text, "&TypeMeta{Kind:,APIVersion:,}"),
    METHOD("Size", METHOD_POINTER, WHOLE, NULL),
    METHOD("SwaggerDoc", 0, &template_type_string_map, NULL),
    PROTOBUF_METHODS,
};
STRUCT_TYPE(, meta_type_meta, "v1.TypeMeta", META);

/* Of these only the names occur: their lists are empty. */
static const struct template_type owner_reference = { .name = STR_INIT("v1.OwnerReference"), .kind = TEMPLATE_STRUCT };
static const struct template_type managed_fields_entry = { .name = STR_INIT("v1.ManagedFieldsEntry"),
                                                           .kind = TEMPLATE_STRUCT };

static const struct template_field meta_object_meta_fields[] = {
    FIELD("Name", TEXT),
    FIELD("GenerateName", TEXT),
    FIELD("Namespace", TEXT),
    FIELD("SelfLink", TEXT),
    FIELD("UID", &uid),
    FIELD("ResourceVersion", TEXT),
    FIELD("Generation", &template_type_int64),
    FIELD("CreationTimestamp", &meta_time),
    FIELD("DeletionTimestamp", &meta_time_pointer),
    FIELD("DeletionGracePeriodSeconds", &int64_pointer),
    FIELD("Labels", &template_type_string_map),
    FIELD("Annotations", &template_type_string_map),
    FIELD("OwnerReferences", &owner_references),
    FIELD("Finalizers", &template_type_strings),
    FIELD("ManagedFields", &managed_fields),
};
#define GETTER(field, of) METHOD_TEXT("Get" field, METHOD_POINTER, of, method_field, field)
#define SETTER(field, types) METHOD_VOID_IN("Set" field, METHOD_POINTER, types)
static const struct template_method meta_object_meta_methods[] = {
    METHOD("DeepCopy", NIL_SAFE, &meta_object_meta_pointer, method_copy),
    METHOD_VOID_IN("DeepCopyInto", METHOD_POINTER, in_object_meta),
    GETTER("Annotations", &template_type_string_map),
    GETTER("CreationTimestamp", &meta_time),
    GETTER("DeletionGracePeriodSeconds", &int64_pointer),
    GETTER("DeletionTimestamp", &meta_time_pointer),
    GETTER("Finalizers", &template_type_strings),
    GETTER("GenerateName", TEXT),
    GETTER("Generation", &template_type_int64),
    GETTER("Labels", &template_type_string_map),
    GETTER("ManagedFields", &managed_fields),
    GETTER("Name", TEXT),
    GETTER("Namespace", TEXT),
    METHOD("GetObjectMeta", METHOD_POINTER, &object, as_interface),
    GETTER("OwnerReferences", &owner_references),
    GETTER("ResourceVersion", TEXT),
    GETTER("SelfLink", TEXT),
    GETTER("UID", &uid),
    SETTER("Annotations", in_map),
    SETTER("CreationTimestamp", in_time),
    SETTER("DeletionGracePeriodSeconds", in_int64_pointer),
    SETTER("DeletionTimestamp", in_time_pointer),
    SETTER("Finalizers", in_strings),
    SETTER("GenerateName", in_text),
    SETTER("Generation", in_int64),
    SETTER("Labels", in_map),
    SETTER("ManagedFields", in_managed),
    SETTER("Name", in_text),
    SETTER("Namespace", in_text),
    SETTER("OwnerReferences", in_owners),
    SETTER("ResourceVersion", in_text),
    SETTER("SelfLink", in_text),
    SETTER("UID", in_uid),
    METHOD_TEXT("String", METHOD_POINTER, TEXT, method_text,
                "&ObjectMeta{Name:,GenerateName:,Namespace:,SelfLink:,UID:,ResourceVersion:,Generation:0,"
                "CreationTimestamp:0001-01-01 00:00:00 +0000 UTC,DeletionTimestamp:<nil>,"
                "DeletionGracePeriodSeconds:nil,Labels:map[string]string{},Annotations:map[string]string{},"
                "OwnerReferences:[]OwnerReference{},Finalizers:[],ManagedFields:[]ManagedFieldsEntry{},}"),
    METHOD("Size", METHOD_POINTER, WHOLE, NULL),
    METHOD("SwaggerDoc", 0, &template_type_string_map, NULL),
    PROTOBUF_METHODS,
};
STRUCT_TYPE(, meta_object_meta, "v1.ObjectMeta", META);
