namespace ReportsAdmin.Platform.Spreadsheets.Xlsx;

/// <summary>Walks over the attributes of a start tag without allocating.</summary>
internal ref struct XmlAttributes
{
    private ReadOnlySpan<byte> rest;

    public XmlAttributes(ReadOnlySpan<byte> tag)
    {
        var name = tag.IndexOfAny(" \t\r\n"u8);
        rest = name < 0 ? default : tag[name..];
    }

    /// <summary>The name with its prefix, as written.</summary>
    public ReadOnlySpan<byte> Name { get; private set; }

    /// <summary>The value, still escaped.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    public readonly bool Is(ReadOnlySpan<byte> name) => Name.SequenceEqual(name);

    public bool Next()
    {
        rest = rest.TrimStart(" \t\r\n"u8);
        var equals = rest.IndexOf((byte)'=');
        if (equals <= 0)
            return false;
        Name = rest[..equals].TrimEnd(" \t\r\n"u8);
        var value = rest[(equals + 1)..].TrimStart(" \t\r\n"u8);
        if (value.IsEmpty)
            return false;
        var end = value[1..].IndexOf(value[0]);
        if (value[0] is not ((byte)'"' or (byte)'\'') || end < 0)
            return false;
        Value = value.Slice(1, end);
        rest = value[(end + 2)..];
        return true;
    }

    /// <summary>The decoded value of an attribute of the tag, or null.</summary>
    public static string? Find(ReadOnlySpan<byte> tag, ReadOnlySpan<byte> name)
    {
        var attributes = new XmlAttributes(tag);
        while (attributes.Next())
        {
            if (attributes.Is(name))
                return XmlText.Decode(attributes.Value, spreadsheetEscapes: false);
        }

        return null;
    }

    public static bool IsTrue(ReadOnlySpan<byte> value) =>
        value is [(byte)'1'] || value.SequenceEqual("true"u8) || value.SequenceEqual("on"u8);
}
