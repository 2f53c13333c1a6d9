using System.Globalization;
using System.Text;
using System.Text.Json;

namespace ReportsAdmin.Platform.Http;

/// <summary>Values of the wire, written without a text in between: a long list has hundreds of thousands of them.</summary>
public static class ApiJson
{
    private const int IdLength = 24;
    private const int KindLength = 8;
    private const int InstantLength = 20;

    /// <summary>As <see cref="ApiId.Of"/> spells it.</summary>
    public static void WriteId(this Utf8JsonWriter json, JsonEncodedText name, string kind, long key)
    {
        Span<byte> id = stackalloc byte[IdLength];
        Encoding.ASCII.GetBytes(kind, id);
        key.TryFormat(id[KindLength..], out _, "x16", CultureInfo.InvariantCulture);
        json.WriteString(name, id);
    }

    /// <summary>UTC with whole seconds and <c>Z</c>.</summary>
    public static void WriteInstant(this Utf8JsonWriter json, JsonEncodedText name, DateTime utc)
    {
        Span<byte> instant = stackalloc byte[InstantLength];
        utc.TryFormat(instant, out _, "s", CultureInfo.InvariantCulture);
        instant[^1] = (byte)'Z';
        json.WriteString(name, instant);
    }

    /// <summary>Rupees with at most two decimals.</summary>
    public static void WriteRupees(this Utf8JsonWriter json, JsonEncodedText name, Money amount) =>
        json.WriteNumber(name, amount.Rupees);
}
