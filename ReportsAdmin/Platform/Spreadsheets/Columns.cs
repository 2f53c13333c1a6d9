namespace ReportsAdmin.Platform.Spreadsheets;

/// <summary>Column letters as Excel shows them.</summary>
public static class Columns
{
    /// <summary><c>A</c> for 0, <c>AB</c> for 27, <c>XFD</c> for 16,383.</summary>
    public static string Name(int zeroBased)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(zeroBased);
        Span<char> letters = stackalloc char[7];
        var at = letters.Length;
        for (var rest = zeroBased + 1; rest > 0; rest = (rest - 1) / 26)
            letters[--at] = (char)('A' + (rest - 1) % 26);
        return new string(letters[at..]);
    }

    /// <summary>The address of a cell, for example <c>AB12</c>. The row counts from 1, the column from 0.</summary>
    public static string Address(int row, int column) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Name(column)}{row}");

    /// <summary>Reads an address such as <c>$AB$12</c> or <c>AB12</c>; false when it is not one.</summary>
    internal static bool TryParse(ReadOnlySpan<byte> address, out int row, out int column)
    {
        (row, column) = (0, 0);
        var i = 0;
        if (i < address.Length && address[i] == '$')
            i++;
        for (; i < address.Length && (uint)((address[i] | 0x20) - 'a') < 26 && column < 1_000_000; i++)
            column = column * 26 + (address[i] | 0x20) - 'a' + 1;
        if (i < address.Length && address[i] == '$')
            i++;
        var digits = i;
        for (; i < address.Length && (uint)(address[i] - '0') < 10 && row < 100_000_000; i++)
            row = row * 10 + address[i] - '0';
        column--;
        return i == address.Length && column >= 0 && i > digits && row > 0;
    }
}
