namespace ReportsAdmin.Platform.Rendering.Pdf;

/// <summary>A colour, red, green, blue from 0 to 255.</summary>
internal readonly record struct Ink(byte Red, byte Green, byte Blue)
{
    // 4.5 on white, with a reserve for the pale ground of a table's head.
    private const double MinContrast = 5.2;

    public static readonly Ink Black = new(0, 0, 0);
    public static readonly Ink White = new(255, 255, 255);
    public static readonly Ink Text = new(0x1F, 0x25, 0x33);
    public static readonly Ink Soft = new(0x5F, 0x6B, 0x7E);
    public static readonly Ink Hairline = new(0xD5, 0xDA, 0xE2);
    public static readonly Ink Wash = new(0xF5, 0xF7, 0xFA);

    /// <param name="share">1 is this colour, 0 white.</param>
    public Ink Tint(double share) => new(Mix(Red, share), Mix(Green, share), Mix(Blue, share));

    /// <summary>This colour, darkened as far as letters on white need it: a contrast of 4.5, as WCAG asks.</summary>
    public Ink ForText()
    {
        var ink = this;
        while (
            1.05 / (Linear(ink.Red) * 0.2126 + Linear(ink.Green) * 0.7152 + Linear(ink.Blue) * 0.0722 + 0.05)
            < MinContrast
        )
            ink = new Ink(Darker(ink.Red), Darker(ink.Green), Darker(ink.Blue));
        return ink;
    }

    /// <summary>The colour of a tone on white; every one is dark enough to be read.</summary>
    public static Ink Of(Spreadsheets.CellTone tone) =>
        tone switch
        {
            Spreadsheets.CellTone.Bad => new(0xB4, 0x23, 0x18),
            Spreadsheets.CellTone.Warn => new(0x8F, 0x56, 0x00),
            Spreadsheets.CellTone.Good => new(0x1A, 0x6B, 0x3C),
            Spreadsheets.CellTone.Muted => Soft,
            _ => Text,
        };

    private static byte Darker(byte part) => (byte)(part * 0.93);

    private static double Linear(byte part) =>
        part <= 10 ? part / 255.0 / 12.92 : Math.Pow((part / 255.0 + 0.055) / 1.055, 2.4);

    private static byte Mix(byte part, double share) => (byte)Math.Round(255 - (255 - part) * share);
}
