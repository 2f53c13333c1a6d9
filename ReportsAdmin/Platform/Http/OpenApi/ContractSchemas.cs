using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.OpenApi;

namespace ReportsAdmin.Platform.Http.OpenApi;

/// <summary>
/// Schemas of bodies as the response format of their family reads and writes them: its casing, its rules for null and absent members.
/// The generator of the framework knows only one casing, so it is not asked.
/// </summary>
/// <param name="isRequest">Whether bodies are read: a member is then required when the server refuses its absence, else when it is always written.</param>
internal sealed class ContractSchemas(OpenApiDocument document, IApiFormat format, bool isRequest)
{
    private static readonly Dictionary<Type, (JsonSchemaType Type, string? Format)> Plain = new()
    {
        [typeof(string)] = (JsonSchemaType.String, null),
        [typeof(char)] = (JsonSchemaType.String, null),
        [typeof(bool)] = (JsonSchemaType.Boolean, null),
        [typeof(byte)] = (JsonSchemaType.Integer, null),
        [typeof(short)] = (JsonSchemaType.Integer, "int32"),
        [typeof(int)] = (JsonSchemaType.Integer, "int32"),
        [typeof(long)] = (JsonSchemaType.Integer, "int64"),
        [typeof(float)] = (JsonSchemaType.Number, "float"),
        [typeof(double)] = (JsonSchemaType.Number, "double"),
        [typeof(decimal)] = (JsonSchemaType.Number, "double"),
        [typeof(DateTime)] = (JsonSchemaType.String, "date-time"),
        [typeof(DateTimeOffset)] = (JsonSchemaType.String, "date-time"),
        [typeof(DateOnly)] = (JsonSchemaType.String, "date"),
        [typeof(Guid)] = (JsonSchemaType.String, "uuid"),
        [typeof(Uri)] = (JsonSchemaType.String, "uri"),
        [typeof(byte[])] = (JsonSchemaType.String, "byte"),
    };

    public IOpenApiSchema Of(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } value)
            return OrNull(Of(value));
        if (Plain.TryGetValue(type, out var plain))
            return new OpenApiSchema { Type = plain.Type, Format = plain.Format };
        if (typeof(IFormFile).IsAssignableFrom(type))
            return Binary();
        if (type.IsEnum)
            return EnumOf(type);
        var info = format.Json.GetTypeInfo(type);
        return info.Kind switch
        {
            JsonTypeInfoKind.Enumerable => new OpenApiSchema
            {
                Type = JsonSchemaType.Array,
                Items = Of(info.ElementType!),
            },
            JsonTypeInfoKind.Dictionary => new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                AdditionalProperties = Of(info.ElementType!),
            },
            JsonTypeInfoKind.Object when type != typeof(object) => NamedOf(type, info),
            _ => new OpenApiSchema { Description = "Any JSON value." },
        };
    }

    public static OpenApiSchema Binary() => new() { Type = JsonSchemaType.String, Format = "binary" };

    /// <summary>The schema, or null besides.</summary>
    public static IOpenApiSchema OrNull(IOpenApiSchema schema)
    {
        if (schema is not OpenApiSchema plain)
            return new OpenApiSchema { OneOf = [schema, new OpenApiSchema { Type = JsonSchemaType.Null }] };
        if (plain.Type is { } type)
        {
            plain.Type = type | JsonSchemaType.Null;
            if (plain.Enum is { Count: > 0 } values)
                values.Add(JsonNullSentinel.JsonNull);
        }

        return plain;
    }

    private OpenApiSchema EnumOf(Type type)
    {
        var values = Enum.GetValues(type)
            .Cast<object>()
            .Select(v => JsonSerializer.SerializeToNode(v, type, format.Json)!)
            .ToList();
        return new OpenApiSchema
        {
            Type = values[0].GetValueKind() == JsonValueKind.String ? JsonSchemaType.String : JsonSchemaType.Integer,
            Enum = values,
        };
    }

    private OpenApiSchemaReference NamedOf(Type type, JsonTypeInfo info)
    {
        var schemas = Components();
        var name = NameOf(type);
        var types = document.Metadata ??= new Dictionary<string, object>(StringComparer.Ordinal);
        if (!types.TryAdd(name, type) && !Equals(types[name], type))
            throw new InvalidOperationException($"{type} and {types[name]} have the same name in the API document.");
        if (!schemas.ContainsKey(name))
        {
            var schema = new OpenApiSchema { Type = JsonSchemaType.Object };
            // Before its members, which may be of the same type.
            schemas[name] = schema;
            AddMembers(schema, type, info);
        }

        return new OpenApiSchemaReference(name, document);
    }

    private void AddMembers(OpenApiSchema schema, Type type, JsonTypeInfo info)
    {
        schema.Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal);
        schema.Required = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in info.Properties)
        {
            if (member.IsExtensionData)
            {
                // On the wire its entries are members of the object itself.
                schema.AdditionalProperties = new OpenApiSchema();
                continue;
            }

            if (isRequest ? member.Set is null && member.AssociatedParameter is null : member.Get is null)
                continue;
            var absent = !isRequest && IsLeftOut(member);
            var nullable = !absent && MayBeNull(type, member);
            var part = ValuesOf(member) is { } values ? NamedOf(values) : Of(member.PropertyType);
            schema.Properties[member.Name] =
                nullable ? OrNull(part)
                : absent && part is OpenApiSchema plain ? WithoutNull(plain)
                : part;
            if (isRequest ? member.IsRequired && !nullable : !absent)
                schema.Required.Add(member.Name);
        }
    }

    private static DocumentedValuesAttribute? ValuesOf(JsonPropertyInfo member) =>
        member.AttributeProvider?.GetCustomAttributes(typeof(DocumentedValuesAttribute), inherit: true)
            is [DocumentedValuesAttribute values]
            ? values
            : null;

    /// <summary>A list of values has the name of its attribute.</summary>
    private OpenApiSchemaReference NamedOf(DocumentedValuesAttribute values)
    {
        var name = values.GetType().Name.Replace("Attribute", "", StringComparison.Ordinal);
        Components()[name] = new OpenApiSchema
        {
            Type = JsonSchemaType.String,
            Enum = [.. values.Values.Select(v => (JsonNode)JsonValue.Create(v))],
        };
        return new OpenApiSchemaReference(name, document);
    }

    private IDictionary<string, IOpenApiSchema> Components() =>
        (document.Components ??= new OpenApiComponents()).Schemas ??= new Dictionary<string, IOpenApiSchema>(
            StringComparer.Ordinal
        );

    private static OpenApiSchema WithoutNull(OpenApiSchema schema)
    {
        if (schema.Type is { } type)
            schema.Type = type & ~JsonSchemaType.Null;
        return schema;
    }

    private static bool IsLeftOut(JsonPropertyInfo member) =>
        member.AttributeProvider?.GetCustomAttributes(typeof(JsonIgnoreAttribute), inherit: true)
            is [
                JsonIgnoreAttribute
                {
                    Condition: JsonIgnoreCondition.WhenWritingNull or JsonIgnoreCondition.WhenWritingDefault
                },
            ];

    // A member whose type is a parameter of its type counts as nullable for the serializer; here it is what the argument is.
    private bool MayBeNull(Type type, JsonPropertyInfo member) =>
        !member.PropertyType.IsValueType
        && (isRequest ? member.IsSetNullable : member.IsGetNullable)
        && !(
            type.IsGenericType
            && member.AttributeProvider is PropertyInfo { Name: { } name }
            && type.GetGenericTypeDefinition().GetProperty(name)?.PropertyType.IsGenericParameter == true
        );

    /// <summary>One name for a type, its direction and its casing.</summary>
    private string NameOf(Type type)
    {
        var name = PlainNameOf(type);
        return isRequest && !name.EndsWith("Request", StringComparison.Ordinal) ? name + "Request"
            : !isRequest
            && format.Json.PropertyNamingPolicy == JsonNamingPolicy.SnakeCaseLower
            && !name.StartsWith("Generation", StringComparison.Ordinal)
                ? "Generation" + name
            : name;
    }

    private static string PlainNameOf(Type type)
    {
        if (!type.IsGenericType)
            return type.Name;
        var name = type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)];
        var arguments = type.GetGenericArguments().Select(PlainNameOf);
        return typeof(System.Collections.IEnumerable).IsAssignableFrom(type) || name == nameof(IAsyncEnumerable<int>)
            ? "ListOf" + string.Concat(arguments)
            : string.Create(CultureInfo.InvariantCulture, $"{name}Of{string.Join("And", arguments)}");
    }
}
