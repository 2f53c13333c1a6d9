using System.Text;
using QRCoder;

namespace ReportsAdmin.Platform.Rendering;

/// <summary>Addresses and keys as QR codes, with a quiet zone and enough redundancy for print (a quarter may be unreadable).</summary>
internal static class QrCodes
{
    private const int PngPixelsPerModule = 20;
    private const int SvgPixelsPerModule = 8;

    /// <summary>A vector picture in black on white.</summary>
    public static string Svg(string address)
    {
        using var data = QRCodeGenerator.GenerateQrCode(address, QRCodeGenerator.ECCLevel.Q);
        using var code = new SvgQRCode(data);
        return code.GetGraphic(SvgPixelsPerModule);
    }

    /// <summary>A pixel picture of about 800 pixels square.</summary>
    public static byte[] Png(string address)
    {
        using var data = QRCodeGenerator.GenerateQrCode(address, QRCodeGenerator.ECCLevel.Q);
        using var code = new PngByteQRCode(data);
        return code.GetGraphic(PngPixelsPerModule);
    }

    public static string SvgUrl(string address) =>
        $"data:image/svg+xml;base64,{Convert.ToBase64String(Encoding.UTF8.GetBytes(Svg(address)))}";

    public static string PngUrl(string address) => $"data:image/png;base64,{Convert.ToBase64String(Png(address))}";
}
