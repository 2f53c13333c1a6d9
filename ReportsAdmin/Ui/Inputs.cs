using MudBlazor;

namespace ReportsAdmin.Ui;

// MudBlazor 9 has no defaults per component (MudGlobal covers only tooltips and menus), so subclasses set them once.

/// <summary>A text field.</summary>
public sealed class TextBox<T> : MudTextField<T>
{
    public TextBox()
    {
        Variant = Variant.Outlined;
        Margin = Margin.Dense;
        ShrinkLabel = true;
    }
}

/// <summary>A field for a number.</summary>
public sealed class NumberBox<T> : MudNumericField<T>
{
    public NumberBox()
    {
        Variant = Variant.Outlined;
        Margin = Margin.Dense;
        ShrinkLabel = true;
        HideSpinButtons = true;
    }
}

/// <summary>One or several of a short list. For long lists use <see cref="Lookup{T}"/>.</summary>
public sealed class Pick<T> : MudSelect<T>
{
    public Pick()
    {
        Variant = Variant.Outlined;
        Margin = Margin.Dense;
        ShrinkLabel = true;
        Dense = true;
        AnchorOrigin = Origin.BottomLeft;
        TransformOrigin = Origin.TopLeft;
        OpenIcon = CloseIcon = Glyphs.UpDown;
        Modal = false;
        AdornmentAriaLabel = "Show choices";
        RelativeWidth = DropdownWidth.Adaptive;
    }
}

/// <summary>One of a long list, found by typing: people, customers, products.</summary>
public sealed class Lookup<T> : MudAutocomplete<T>
{
    public Lookup()
    {
        Variant = Variant.Outlined;
        Margin = Margin.Dense;
        ShrinkLabel = true;
        Dense = true;
        MaxItems = 50;
        DebounceInterval = 150;
        OpenIcon = CloseIcon = Glyphs.UpDown;
        Modal = false;
        SelectOnActivation = true;
        AdornmentAriaLabel = "Show choices";
        ResetValueOnEmptyText = true;
    }
}

/// <summary>A day.</summary>
public sealed class DateBox : MudDatePicker
{
    public DateBox()
    {
        Variant = Variant.Outlined;
        Margin = Margin.Dense;
        ShrinkLabel = true;
        ShowToolbar = false;
        Editable = true;
        Elevation = 8;
        AdornmentIcon = Icons.Material.Outlined.CalendarToday;
        AdornmentAriaLabel = "Open the calendar";
        IconSize = MudBlazor.Size.Small;
        FirstDayOfWeek = DayOfWeek.Monday;
        DateFormat = "dd MMM yyyy";
        Culture = System.Globalization.CultureInfo.InvariantCulture;
    }
}

/// <summary>A range of days.</summary>
public sealed class RangeBox : MudDateRangePicker
{
    public RangeBox()
    {
        Variant = Variant.Outlined;
        Margin = Margin.Dense;
        ShrinkLabel = true;
        ShowToolbar = false;
        DisplayMonths = 2;
        Elevation = 8;
        AdornmentIcon = Icons.Material.Outlined.CalendarToday;
        AdornmentAriaLabel = "Open the calendar";
        IconSize = MudBlazor.Size.Small;
        FirstDayOfWeek = DayOfWeek.Monday;
        DateFormat = "dd MMM yyyy";
        Culture = System.Globalization.CultureInfo.InvariantCulture;
    }
}

/// <summary>A time of day.</summary>
public sealed class TimeBox : MudTimePicker
{
    public TimeBox()
    {
        Variant = Variant.Outlined;
        Margin = Margin.Dense;
        ShrinkLabel = true;
        ShowToolbar = false;
        Editable = true;
        Elevation = 8;
        AdornmentIcon = Icons.Material.Outlined.Schedule;
        AdornmentAriaLabel = "Open the clock";
        IconSize = MudBlazor.Size.Small;
        TimeFormat = "HH:mm";
    }
}

/// <summary>Icons that Material does not have.</summary>
public static class Glyphs
{
    public const string UpDown =
        """<path d="M8 9.5 12 5.5l4 4M8 14.5l4 4 4-4" fill="none" stroke="currentColor" stroke-width="1.7" stroke-linecap="round" stroke-linejoin="round"/>""";

    public const string Panel =
        """<rect x="3.5" y="4.5" width="17" height="15" rx="2.5" fill="none" stroke="currentColor" stroke-width="1.6"/><path d="M9.5 4.5v15" stroke="currentColor" stroke-width="1.6"/>""";

    public const string Rows =
        """<path d="M4 7h16M4 12h16M4 17h16" fill="none" stroke="currentColor" stroke-width="1.7" stroke-linecap="round"/>""";
}
