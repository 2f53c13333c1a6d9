using MudBlazor;

namespace ReportsAdmin.Ui;

/// <summary>The MudBlazor theme: neutral frame, hairlines instead of shadows, one accent. Tokens that MudBlazor has no name for are in <c>css/tokens.css</c>.</summary>
public static class Theme
{
    private static readonly string[] Sans = ["Inter", "system-ui", "-apple-system", "Segoe UI", "Roboto", "sans-serif"];

    public static readonly MudTheme Mud = new()
    {
        PaletteLight = Light,
        PaletteDark = Dark,
        Typography = Text,
        LayoutProperties = new LayoutProperties
        {
            DefaultBorderRadius = "7px",
            DrawerWidthLeft = "236px",
            AppbarHeight = "52px",
        },
        Shadows = new Shadow { Elevation = Elevations() },
    };

    private static PaletteLight Light =>
        new()
        {
            Primary = "#4f46e5",
            PrimaryContrastText = "#ffffff",
            Secondary = "#475067",
            SecondaryContrastText = "#ffffff",
            Tertiary = "#0e7490",
            TertiaryContrastText = "#ffffff",
            Info = "#0b62a3",
            Success = "#0a6b49",
            Warning = "#935006",
            Error = "#c01b3b",
            Dark = "#1b2130",
            InfoContrastText = "#ffffff",
            SuccessContrastText = "#ffffff",
            WarningContrastText = "#ffffff",
            ErrorContrastText = "#ffffff",
            DarkContrastText = "#ffffff",
            Background = "#f6f7f9",
            BackgroundGray = "#f1f2f5",
            Surface = "#ffffff",
            DrawerBackground = "#f6f7f9",
            DrawerText = "#3a4356",
            DrawerIcon = "#667085",
            AppbarBackground = "#ffffff",
            AppbarText = "#111726",
            TextPrimary = "#111726",
            TextSecondary = "#5b6578",
            TextDisabled = "#8b94a5",
            ActionDefault = "#5b6578",
            ActionDisabled = "#98a1b2",
            ActionDisabledBackground = "#eceef2",
            LinesDefault = "#e6e8ee",
            LinesInputs = "#d3d8e1",
            TableLines = "#edeff3",
            TableHover = "#f7f8fb",
            TableStriped = "#fafbfc",
            Divider = "#e6e8ee",
            DividerLight = "#f0f1f5",
            Skeleton = "#e9ebf0",
            OverlayDark = "rgba(17,23,38,0.36)",
            HoverOpacity = .045,
            RippleOpacity = 0,
            RippleOpacitySecondary = 0,
            BorderOpacity = 1,
        };

    private static PaletteDark Dark =>
        new()
        {
            Primary = "#a3abff",
            PrimaryContrastText = "#0d1022",
            Secondary = "#c3cad8",
            SecondaryContrastText = "#0d1022",
            Tertiary = "#67d3e8",
            TertiaryContrastText = "#0d1022",
            Info = "#7cc4f7",
            Success = "#5cd6a3",
            Warning = "#f4bf62",
            Error = "#ff8e9d",
            Dark = "#dfe3ec",
            InfoContrastText = "#0d1022",
            SuccessContrastText = "#0d1022",
            WarningContrastText = "#0d1022",
            ErrorContrastText = "#0d1022",
            DarkContrastText = "#0d1022",
            Black = "#0b0d12",
            Background = "#0b0d12",
            BackgroundGray = "#171a22",
            Surface = "#111319",
            DrawerBackground = "#0b0d12",
            DrawerText = "#bcc4d3",
            DrawerIcon = "#8d97aa",
            AppbarBackground = "#111319",
            AppbarText = "#edf0f6",
            TextPrimary = "#edf0f6",
            TextSecondary = "#99a3b6",
            TextDisabled = "#677085",
            ActionDefault = "#99a3b6",
            ActionDisabled = "#5b6476",
            ActionDisabledBackground = "#1d212b",
            LinesDefault = "#22262f",
            LinesInputs = "#323845",
            TableLines = "#1e222b",
            TableHover = "#171a22",
            TableStriped = "#14171e",
            Divider = "#22262f",
            DividerLight = "#1b1f27",
            Skeleton = "#20242e",
            OverlayDark = "rgba(0,0,0,0.6)",
            HoverOpacity = .06,
            RippleOpacity = 0,
            RippleOpacitySecondary = 0,
            BorderOpacity = 1,
        };

    private static Typography Text =>
        new()
        {
            Default = new DefaultTypography
            {
                FontFamily = Sans,
                FontSize = ".875rem",
                FontWeight = "400",
                LineHeight = "1.5",
                LetterSpacing = "normal",
            },
            H1 = new H1Typography
            {
                FontFamily = Sans,
                FontSize = "1.375rem",
                FontWeight = "620",
                LineHeight = "1.3",
                LetterSpacing = "-.02em",
            },
            H2 = new H2Typography
            {
                FontFamily = Sans,
                FontSize = "1rem",
                FontWeight = "600",
                LineHeight = "1.4",
                LetterSpacing = "-.011em",
            },
            H3 = new H3Typography
            {
                FontFamily = Sans,
                FontSize = ".875rem",
                FontWeight = "600",
                LineHeight = "1.4",
                LetterSpacing = "-.006em",
            },
            H4 = new H4Typography
            {
                FontFamily = Sans,
                FontSize = ".875rem",
                FontWeight = "600",
                LineHeight = "1.4",
                LetterSpacing = "normal",
            },
            H5 = new H5Typography
            {
                FontFamily = Sans,
                FontSize = ".8125rem",
                FontWeight = "600",
                LineHeight = "1.4",
                LetterSpacing = "normal",
            },
            H6 = new H6Typography
            {
                FontFamily = Sans,
                FontSize = "1rem",
                FontWeight = "600",
                LineHeight = "1.4",
                LetterSpacing = "-.011em",
            },
            Subtitle1 = new Subtitle1Typography
            {
                FontFamily = Sans,
                FontSize = ".875rem",
                FontWeight = "500",
                LineHeight = "1.5",
                LetterSpacing = "normal",
            },
            Subtitle2 = new Subtitle2Typography
            {
                FontFamily = Sans,
                FontSize = ".75rem",
                FontWeight = "550",
                LineHeight = "1.4",
                LetterSpacing = "normal",
            },
            Body1 = new Body1Typography
            {
                FontFamily = Sans,
                FontSize = ".875rem",
                FontWeight = "400",
                LineHeight = "1.5",
                LetterSpacing = "normal",
            },
            Body2 = new Body2Typography
            {
                FontFamily = Sans,
                FontSize = ".8125rem",
                FontWeight = "400",
                LineHeight = "1.45",
                LetterSpacing = "normal",
            },
            Button = new ButtonTypography
            {
                FontFamily = Sans,
                FontSize = ".8125rem",
                FontWeight = "550",
                LineHeight = "1.25rem",
                LetterSpacing = "normal",
                TextTransform = "none",
            },
            Caption = new CaptionTypography
            {
                FontFamily = Sans,
                FontSize = ".75rem",
                FontWeight = "400",
                LineHeight = "1.45",
                LetterSpacing = "normal",
            },
            Overline = new OverlineTypography
            {
                FontFamily = Sans,
                FontSize = ".6875rem",
                FontWeight = "550",
                LineHeight = "1.4",
                LetterSpacing = ".02em",
                TextTransform = "none",
            },
        };

    // Three steps are enough: none, raised, floating. The values are tokens of css/tokens.css.
    private static string[] Elevations()
    {
        var list = new string[26];
        list[0] = "none";
        for (var i = 1; i < list.Length; i++)
            list[i] = i <= 2 ? "var(--shadow-raised)" : "var(--shadow-pop)";
        return list;
    }
}
